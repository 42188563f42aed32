//! Writes what each reader's fuzzer begins with: `corpus FOLDER [READER]`.

use std::path::Path;
use std::{env, fs, io};

use gatewhy_tests::readers::READERS;
use gatewhy_tests::seeds::seeds;

fn main() -> io::Result<()> {
    let mut args = env::args_os().skip(1);
    let folder = args
        .next()
        .ok_or_else(|| io::Error::other("usage: corpus FOLDER [READER]"))?;
    let only = args.next();
    for (reader, _) in READERS {
        if only.as_ref().is_some_and(|only| only != reader) {
            continue;
        }
        let folder = Path::new(&folder).join(reader);
        fs::create_dir_all(&folder)?;
        for (at, seed) in seeds(reader)?.into_iter().enumerate() {
            fs::write(folder.join(format!("seed-{at}")), seed)?;
        }
    }
    Ok(())
}
