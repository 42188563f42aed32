//! Writes a ZIP archive that is the same, byte for byte, whenever and wherever it is written: names
//! in order, one fixed time, one fixed set of permissions, and a compressor that Cargo.lock pins.

use std::path::Path;

use crate::failure::{Doing, Failure, Result};

/// 1980-01-01 00:00, the earliest time that the format knows: year, month and day; then hours.
const DATE: u16 = 1 << 5 | 1;
const TIME: u16 = 0;
/// The version of the format that deflated files need.
const VERSION: u16 = 20;
/// Made on Unix, so that readers believe the permissions: an ordinary file, or one that runs.
const MADE_BY: u16 = 3 << 8 | VERSION;
const PLAIN: u32 = 0o100_644 << 16;
const RUNS: u32 = 0o100_755 << 16;
/// Names are UTF-8.
const FLAGS: u16 = 1 << 11;
/// The best that is still quick.
const LEVEL: u8 = 9;

/// One file that goes into an archive.
pub(crate) struct File {
    /// With slashes, relative to the archive's root.
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) runs: bool,
}

impl File {
    pub(crate) fn read(root: &Path, relative: &Path) -> Result<Self> {
        let path = root.join(relative);
        let name: Vec<&str> = relative
            .components()
            .map(|part| part.as_os_str().to_str())
            .collect::<Option<_>>()
            .ok_or_else(|| Failure::new(format!("{} is not UTF-8", path.display())))?;
        let bytes = std::fs::read(&path).doing(|| format!("cannot read {}", path.display()))?;
        Ok(Self {
            runs: bytes.starts_with(b"#!"),
            name: name.join("/"),
            bytes,
        })
    }
}

/// The archive of these files.
pub(crate) fn archive(mut files: Vec<File>) -> Result<Vec<u8>> {
    files.sort_by(|one, other| one.name.cmp(&other.name));
    let mut out = Vec::new();
    let mut directory = Vec::new();
    for file in &files {
        let deflated = miniz_oxide::deflate::compress_to_vec(&file.bytes, LEVEL);
        // What is compressed already would only grow.
        let (method, data): (u16, &[u8]) = if deflated.len() < file.bytes.len() {
            (8, &deflated)
        } else {
            (0, &file.bytes)
        };
        let offset = number(out.len())?;
        let mut common = Vec::new();
        for field in [VERSION, FLAGS, method, TIME, DATE] {
            common.extend(field.to_le_bytes());
        }
        for field in [
            crc32(&file.bytes),
            number(data.len())?,
            number(file.bytes.len())?,
        ] {
            common.extend(field.to_le_bytes());
        }
        let name = u16::try_from(file.name.len())
            .map_err(|_| Failure::new(format!("{} is too long a name", file.name)))?;
        common.extend(name.to_le_bytes());
        // No extra fields.
        common.extend(0_u16.to_le_bytes());

        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(file.name.as_bytes());
        out.extend(data);

        directory.extend(b"PK\x01\x02");
        directory.extend(MADE_BY.to_le_bytes());
        directory.extend(&common);
        // No comment, the first disk, and nothing said of the contents.
        directory.extend([0; 6]);
        directory.extend(if file.runs { RUNS } else { PLAIN }.to_le_bytes());
        directory.extend(offset.to_le_bytes());
        directory.extend(file.name.as_bytes());
    }
    let start = number(out.len())?;
    let count = u16::try_from(files.len())
        .map_err(|_| Failure::new("an archive cannot hold so many files"))?;
    out.extend(&directory);
    out.extend(b"PK\x05\x06");
    out.extend([0; 4]);
    out.extend(count.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(number(directory.len())?.to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0; 2]);
    Ok(out)
}

fn number(length: usize) -> Result<u32> {
    u32::try_from(length).map_err(|_| Failure::new("an archive cannot be that large"))
}

/// The checksum of the format, bit by bit: a few megabytes take a blink.
fn crc32(bytes: &[u8]) -> u32 {
    let mut crc = u32::MAX;
    for byte in bytes {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            let carry = crc & 1;
            crc >>= 1;
            if carry == 1 {
                crc ^= 0xedb8_8320;
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> File {
        File {
            name: name.into(),
            bytes: bytes.into(),
            runs: false,
        }
    }

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn the_order_in_which_files_are_found_does_not_matter() {
        let one = archive(vec![file("b", b"2"), file("a/c", &[7; 999])]);
        let other = archive(vec![file("a/c", &[7; 999]), file("b", b"2")]);
        assert_eq!(one.ok(), other.ok());
    }

    #[test]
    fn an_archive_tells_where_its_list_of_files_begins() {
        let bytes = archive(vec![file("a", b"hello hello hello hello")]).expect("it is small");
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
        let start = u32::from_le_bytes(bytes[end + 16..end + 20].try_into().expect("four bytes"));
        let start = usize::try_from(start).expect("it fits");
        assert_eq!(&bytes[start..start + 4], b"PK\x01\x02");
        assert!(bytes.starts_with(b"PK\x03\x04"));
    }
}
