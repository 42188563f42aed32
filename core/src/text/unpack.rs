//! Reads words that `build/pack.rs` has packed.

use alloc::vec::Vec;

use super::model::{Coder, Guess, Model, WHOLE};

/// What stands behind each of the words.
pub(crate) const END: u8 = 0;

/// Several packings, one behind the other; each is read with what was learned from those before.
///
/// `counts` tells how many words each of them holds.
pub(crate) fn unpack(packings: &[&[u8]], counts: &[usize]) -> Vec<u8> {
    let mut model = Model::new();
    let mut words = Vec::new();
    for (packing, count) in packings.iter().zip(counts) {
        let mut reader = Reader::new(packing);
        let mut left = *count;
        while left > 0 {
            let byte = model.step(&mut reader, END);
            left -= usize::from(byte == END);
            words.push(byte);
        }
    }
    words
}

/// A range decoder: narrows a range down, as the writer did, to where the packed number lies.
struct Reader<'a> {
    packed: core::slice::Iter<'a, u8>,
    range: u32,
    /// The packed number, counted from where the range begins.
    code: u32,
}

impl<'a> Reader<'a> {
    fn new(packed: &'a [u8]) -> Self {
        let mut reader = Self {
            packed: packed.iter(),
            range: u32::MAX,
            code: 0,
        };
        for _ in 0..4 {
            reader.pull();
        }
        reader
    }

    fn pull(&mut self) {
        let byte = self.packed.next().copied().unwrap_or_default();
        self.code = self.code << 8 | u32::from(byte);
    }

    /// Narrows the range to `size` parts from `start`.
    fn narrow(&mut self, part: u32, start: u32, size: u32) {
        self.code = self.code.wrapping_sub(start * part);
        self.range = part * size;
        while self.range < 1 << 24 {
            self.range <<= 8;
            self.pull();
        }
    }
}

impl Coder for Reader<'_> {
    fn choose(&mut self, known: &[Guess], total: u32, _: u8) -> Option<usize> {
        let part = self.range / total;
        let code = self.code / part;
        let mut start = 0;
        for (at, guess) in known.iter().enumerate() {
            let size = u32::from(guess.frequency);
            if code < start + size {
                self.narrow(part, start, size);
                return Some(at);
            }
            start += size;
        }
        self.narrow(part, start, total - start);
        None
    }

    fn fails(&mut self, _: u8, holds: u16, _: u8) -> bool {
        let part = self.range / u32::from(WHOLE);
        let fails = self.code / part >= u32::from(holds);
        if fails {
            self.narrow(part, holds.into(), (WHOLE - holds).into());
        } else {
            self.narrow(part, 0, holds.into());
        }
        fails
    }
}
