//! Packs words into fewer bytes than any web server's compression would make of them.

use crate::model::{Coder, Guess, Model, WHOLE};

/// Packs each of these; the later ones with what was learned from the earlier.
pub(crate) fn pack(texts: &[&[u8]]) -> Vec<Vec<u8>> {
    let mut model = Model::new();
    let pack = |text: &&[u8]| {
        let mut writer = Writer::new();
        for byte in *text {
            model.step(&mut writer, *byte);
        }
        writer.end()
    };
    texts.iter().map(pack).collect()
}

/// A range encoder: narrows a range down with every choice, and in the end names a number in it.
struct Writer {
    packed: Vec<u8>,
    range: u32,
    low: u64,
    /// The last byte, and how many of 0xff behind it: a carry may still change them.
    held: u8,
    waiting: usize,
}

impl Writer {
    fn new() -> Self {
        Self {
            packed: Vec::new(),
            range: u32::MAX,
            low: 0,
            held: 0,
            waiting: 0,
        }
    }

    fn narrow(&mut self, part: u32, start: u32, size: u32) {
        self.low += u64::from(start * part);
        self.range = part * size;
        while self.range < 1 << 24 {
            self.range <<= 8;
            self.push();
        }
    }

    fn push(&mut self) {
        let [.., carry, byte, _, _, _] = self.low.to_be_bytes();
        if byte < 0xff || carry > 0 {
            self.packed.push(self.held.wrapping_add(carry));
            let waiting = std::mem::take(&mut self.waiting);
            self.packed
                .extend(std::iter::repeat_n(0xff_u8.wrapping_add(carry), waiting));
            self.held = byte;
        } else {
            self.waiting += 1;
        }
        self.low = self.low << 8 & 0xffff_ffff;
    }

    fn end(mut self) -> Vec<u8> {
        for _ in 0..5 {
            self.push();
        }
        // The first byte is what was held before the first one, and zeros are read behind the end.
        self.packed.remove(0);
        while self.packed.last() == Some(&0) {
            self.packed.pop();
        }
        self.packed
    }
}

impl Coder for Writer {
    fn choose(&mut self, known: &[Guess], total: u32, byte: u8) -> Option<usize> {
        let part = self.range / total;
        let mut start = 0;
        for (at, guess) in known.iter().enumerate() {
            let size = u32::from(guess.frequency);
            if guess.byte == byte {
                self.narrow(part, start, size);
                return Some(at);
            }
            start += size;
        }
        self.narrow(part, start, total - start);
        None
    }

    fn fails(&mut self, guess: u8, holds: u16, byte: u8) -> bool {
        let part = self.range / u32::from(WHOLE);
        if guess == byte {
            self.narrow(part, 0, holds.into());
        } else {
            self.narrow(part, holds.into(), (WHOLE - holds).into());
        }
        guess != byte
    }
}
