//! Predicts the next byte of a text from the bytes before it, the better the more it has read.
//!
//! This is D. Shkarin's PPMII as his public-domain PPMd (variant H) describes it, without what it
//! needs to live in little memory: the words are few, and the model is dropped when they are read.
//! Packing and unpacking run the very same steps, and differ in the [`Coder`] alone.

use alloc::vec;
use alloc::vec::Vec;

/// So many bytes before the next one are looked at.
const ORDER: u32 = 6;
/// Where a run of guesses that hold begins to be counted: one more than `ORDER` below zero.
const START_OF_RUN: i32 = -7;
/// No frequency grows beyond this one; then all of its context are halved.
const MAX_FREQUENCY: u16 = 124;
/// Probabilities of a yes or no are shares of this.
pub(crate) const WHOLE: u16 = 1 << 14;
/// How slowly those probabilities follow what is seen.
const PERIOD: u32 = 7;
/// Both of the next two were measured on texts by the author of PPMd.
const FIRST_ESCAPES: [u16; 8] = [
    0x3CDD, 0x1F3F, 0x59BF, 0x48F3, 0x64A1, 0x5ABC, 0x6632, 0x6051,
];
const ESCAPES: [u32; 16] = [25, 14, 9, 7, 5, 5, 4, 4, 4, 3, 3, 3, 2, 2, 2, 2];

/// Writes down which of several things it is, or reads it.
pub(crate) trait Coder {
    /// Which of these, weighted by their frequencies, it is; `None` for none of them, which has
    /// what the total leaves over. Only a writer is told the byte that it is.
    fn choose(&mut self, known: &[Guess], total: u32, byte: u8) -> Option<usize>;

    /// Whether the only guess fails, which has what `holds` leaves over of [`WHOLE`].
    fn fails(&mut self, guess: u8, holds: u16, byte: u8) -> bool;
}

/// A byte that may come next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guess {
    pub(crate) byte: u8,
    pub(crate) frequency: u16,
    next: Next,
}

/// Where a guess leads when it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It was never followed.
    Nowhere,
    /// So far only to one place of the text.
    Text(usize),
    Context(usize),
}

/// What followed one sequence of bytes.
#[derive(Debug)]
struct Context {
    guesses: Vec<Guess>,
    /// The frequencies of all guesses and of there being another one.
    total: u32,
    /// The same sequence without its first byte.
    shorter: Option<usize>,
}

/// An estimate of how often none of several guesses holds.
#[derive(Debug, Clone, Copy)]
struct Escape {
    sum: u32,
    shift: u32,
    until_slower: u32,
}

/// A guess of a context.
#[derive(Debug, Clone, Copy)]
struct Place {
    context: usize,
    at: usize,
}

/// Reads or writes a text byte by byte; see [`Model::step`].
#[derive(Debug)]
pub(crate) struct Model {
    contexts: Vec<Context>,
    text: Vec<u8>,
    /// The context in which the last byte was found, and the longest one that could be.
    here: usize,
    longest: usize,
    found: Place,
    /// By how much the context at hand is shorter than `ORDER`.
    fall: u32,
    /// How long guesses have held without a break.
    run: i32,
    held: usize,
    first_escape: u32,
    /// 8 behind a letter, and 0 otherwise.
    behind_letter: usize,
    only: Vec<[u16; 64]>,
    several: Vec<[Escape; 16]>,
    ruled_out: [bool; 256],
    left: Vec<Guess>,
}

impl Model {
    pub(crate) fn new() -> Self {
        let guesses = (0..=u8::MAX).map(|byte| Guess {
            byte,
            frequency: 1,
            next: Next::Nowhere,
        });
        let root = Context {
            guesses: guesses.collect(),
            total: 257,
            shorter: None,
        };
        let only = (2..130).map(|frequency: u16| {
            core::array::from_fn(|at| WHOLE - FIRST_ESCAPES[at % 8] / frequency)
        });
        let several = (0..25).map(|row| {
            [Escape {
                sum: (5 * row + 10) << (PERIOD - 4),
                shift: PERIOD - 4,
                until_slower: 4,
            }; 16]
        });
        Self {
            contexts: vec![root],
            text: Vec::new(),
            here: 0,
            longest: 0,
            found: Place { context: 0, at: 0 },
            fall: ORDER,
            run: START_OF_RUN,
            held: 0,
            first_escape: 0,
            behind_letter: 0,
            only: only.collect(),
            several: several.collect(),
            ruled_out: [false; 256],
            left: Vec::new(),
        }
    }

    /// Codes the next byte and learns from it. Who reads has no byte to give, and is told it.
    pub(crate) fn step(&mut self, coder: &mut impl Coder, byte: u8) -> u8 {
        self.behind_letter = above_at(self.found(), 8);
        self.ruled_out = [false; 256];
        let first = if self.contexts[self.here].guesses.len() == 1 {
            self.try_only(coder, byte)
        } else {
            self.try_all(coder, byte)
        };
        first.unwrap_or_else(|| self.try_shorter(coder, byte))
    }

    fn found(&self) -> Guess {
        self.contexts[self.found.context].guesses[self.found.at]
    }

    fn found_mut(&mut self) -> &mut Guess {
        &mut self.contexts[self.found.context].guesses[self.found.at]
    }

    fn guesses_of_shorter(&self, context: usize) -> usize {
        let shorter = self.contexts[context].shorter;
        shorter.map_or(0, |shorter| self.contexts[shorter].guesses.len())
    }

    /// The context knows several bytes.
    fn try_all(&mut self, coder: &mut impl Coder, byte: u8) -> Option<u8> {
        let context = &mut self.contexts[self.here];
        let Some(at) = coder.choose(&context.guesses, context.total, byte) else {
            for guess in &context.guesses {
                self.ruled_out[usize::from(guess.byte)] = true;
            }
            self.held = 0;
            return None;
        };
        let guess = context.guesses[at];
        self.held = usize::from(at == 0 && 2 * u32::from(guess.frequency) > context.total);
        self.run += i32::from(self.held == 1);
        context.total += 4;
        context.guesses[at].frequency += 4;
        self.found = Place {
            context: self.here,
            at,
        };
        if at > 0 && context.guesses[at].frequency > context.guesses[at - 1].frequency {
            context.guesses.swap(at, at - 1);
            self.found.at = at - 1;
        }
        if self.found.at < at || at == 0 {
            self.halve_if_large();
        }
        self.follow();
        Some(guess.byte)
    }

    /// The context knows one byte.
    fn try_only(&mut self, coder: &mut impl Coder, byte: u8) -> Option<u8> {
        let guess = self.contexts[self.here].guesses[0];
        let known = match self.guesses_of_shorter(self.here) {
            0 | 1 => 0,
            2 => 2,
            3..=11 => 4,
            _ => 6,
        };
        let in_a_run = if self.run < 0 { 32 } else { 0 };
        let column = self.held + known + self.behind_letter + 2 * above_at(guess, 8) + in_a_run;
        let holds = &mut self.only[usize::from(guess.frequency) - 1][column];
        let step = (*holds + (1 << (PERIOD - 2))) >> PERIOD;
        let fails = coder.fails(guess.byte, *holds, byte);
        *holds -= step;
        if fails {
            self.first_escape = ESCAPES[usize::from(*holds >> 10)];
            self.ruled_out[usize::from(guess.byte)] = true;
            self.held = 0;
            return None;
        }
        *holds += 1 << PERIOD;
        self.found = Place {
            context: self.here,
            at: 0,
        };
        let frequency = &mut self.found_mut().frequency;
        *frequency += u16::from(*frequency < 128);
        self.held = 1;
        self.run += 1;
        self.follow();
        Some(guess.byte)
    }

    /// None of the guesses held: asks ever shorter contexts for others.
    fn try_shorter(&mut self, coder: &mut impl Coder, byte: u8) -> u8 {
        loop {
            let out = self.contexts[self.here].guesses.len();
            while self.contexts[self.here].guesses.len() == out {
                let Some(shorter) = self.contexts[self.here].shorter else {
                    // Every byte is out, which only a broken packing says.
                    return 0;
                };
                self.here = shorter;
                self.fall += 1;
            }
            let context = &self.contexts[self.here];
            let ruled_out = &self.ruled_out;
            self.left.clear();
            self.left.extend(
                context
                    .guesses
                    .iter()
                    .filter(|guess| !ruled_out[usize::from(guess.byte)]),
            );
            let sum: u32 = self
                .left
                .iter()
                .map(|guess| u32::from(guess.frequency))
                .sum();
            let escape = self.escape(out);
            let none = escape.map_or(1, |(row, column)| self.several[row][column].take());
            let Some(at) = coder.choose(&self.left, sum + none, byte) else {
                if let Some((row, column)) = escape {
                    self.several[row][column].sum += sum + none;
                }
                for guess in &self.left {
                    self.ruled_out[usize::from(guess.byte)] = true;
                }
                continue;
            };
            if let Some((row, column)) = escape {
                self.several[row][column].settle();
            }
            let byte = self.left[at].byte;
            self.found = self.place_of(self.here, byte);
            self.contexts[self.here].total += 4;
            self.found_mut().frequency += 4;
            self.halve_if_large();
            self.run = START_OF_RUN;
            self.learn();
            return byte;
        }
    }

    /// Which estimate fits where this many guesses are out; the shortest context needs none.
    fn escape(&self, out: usize) -> Option<(usize, usize)> {
        let context = &self.contexts[self.here];
        context.shorter?;
        let (known, left) = (context.guesses.len(), self.left.len());
        // Ever wider steps: 1, 2, 3, 4, 5 and 6, 7 to 9, ….
        let (mut row, mut width, mut up_to) = (left - 1, 1, 3);
        if row >= 3 {
            row = 3;
            while up_to < left - 1 {
                row += 1;
                width += 1;
                up_to += width;
            }
        }
        let more_below = left < self.guesses_of_shorter(self.here).saturating_sub(known);
        let rare = context.total < 11 * count(known);
        let column = usize::from(more_below)
            + 2 * usize::from(rare)
            + 4 * usize::from(out > left)
            + self.behind_letter;
        Some((row.min(24), column))
    }

    fn place_of(&self, context: usize, byte: u8) -> Place {
        let guesses = &self.contexts[context].guesses;
        // A shorter context knows every byte that a longer one knows.
        let at = guesses.iter().position(|guess| guess.byte == byte);
        Place {
            context,
            at: at.unwrap_or(0),
        }
    }

    fn halve_if_large(&mut self) {
        if self.found().frequency <= MAX_FREQUENCY {
            return;
        }
        let context = &mut self.contexts[self.found.context];
        let round_up = u16::from(self.fall != 0);
        let mut none = context.total - frequencies(&context.guesses);
        context.guesses[..=self.found.at].rotate_right(1);
        context.guesses[0].frequency += 4;
        for guess in &mut context.guesses {
            guess.frequency = (guess.frequency + round_up) >> 1;
        }
        // Almost in order already, and the one that was found stays first.
        for from in 1..context.guesses.len() {
            let mut at = from;
            while at > 0 && context.guesses[at].frequency > context.guesses[at - 1].frequency {
                context.guesses.swap(at, at - 1);
                at -= 1;
            }
        }
        self.found.at = 0;
        let before = context.guesses.len();
        context.guesses.retain(|guess| guess.frequency > 0);
        none += count(before - context.guesses.len());
        if let [guess] = context.guesses.as_mut_slice() {
            while none > 1 {
                guess.frequency -= guess.frequency >> 1;
                none >>= 1;
            }
        } else {
            context.total = frequencies(&context.guesses) + none - (none >> 1);
        }
    }

    /// Goes on to the context behind the byte that was found.
    fn follow(&mut self) {
        match self.found().next {
            Next::Context(next) if self.fall == 0 => (self.here, self.longest) = (next, next),
            _ => self.learn(),
        }
    }

    /// Adds the byte that was found to every longer context, and makes the next contexts.
    fn learn(&mut self) {
        let found = self.found();
        self.strengthen_in_shorter(found);
        if self.fall == 0 {
            let next = self.contexts_behind(found, false);
            self.found_mut().next = Next::Context(next);
            (self.here, self.longest) = (next, next);
            return;
        }
        self.text.push(found.byte);
        let mut leads_to = Next::Text(self.text.len());
        let next = match found.next {
            Next::Nowhere => {
                self.found_mut().next = leads_to;
                self.here
            }
            known => {
                let next = match known {
                    Next::Context(next) => next,
                    _ => self.contexts_behind(found, true),
                };
                self.fall -= 1;
                if self.fall == 0 {
                    leads_to = Next::Context(next);
                    if self.longest != self.here {
                        self.text.pop();
                    }
                }
                next
            }
        };
        self.add_to_longer(found, leads_to);
        (self.here, self.longest) = (next, next);
    }

    /// A shorter context has seen the same byte.
    fn strengthen_in_shorter(&mut self, found: Guess) {
        let Some(shorter) = self.contexts[self.here].shorter else {
            return;
        };
        if found.frequency >= MAX_FREQUENCY / 4 {
            return;
        }
        let mut at = self.place_of(shorter, found.byte).at;
        let context = &mut self.contexts[shorter];
        if let [guess] = context.guesses.as_mut_slice() {
            guess.frequency += u16::from(guess.frequency < 32);
            return;
        }
        if at > 0 && context.guesses[at].frequency >= context.guesses[at - 1].frequency {
            context.guesses.swap(at, at - 1);
            at -= 1;
        }
        if context.guesses[at].frequency < MAX_FREQUENCY - 9 {
            context.guesses[at].frequency += 2;
            context.total += 2;
        }
    }

    /// Teaches the byte to the contexts that did not know it.
    fn add_to_longer(&mut self, found: Guess, next: Next) {
        let known = count(self.contexts[self.here].guesses.len());
        let others = self.contexts[self.here]
            .total
            .saturating_sub(known + u32::from(found.frequency) - 1);
        let mut at = self.longest;
        while at != self.here {
            let context = &mut self.contexts[at];
            let own = count(context.guesses.len());
            if let [guess] = context.guesses.as_mut_slice() {
                guess.frequency = if guess.frequency < MAX_FREQUENCY / 4 - 1 {
                    guess.frequency << 1
                } else {
                    MAX_FREQUENCY - 4
                };
                context.total =
                    u32::from(guess.frequency) + self.first_escape + u32::from(known > 3);
            } else {
                let few = 4 * own <= known && context.total <= 8 * own;
                context.total += u32::from(2 * own < known) + 2 * u32::from(few);
            }
            // As often as in the shorter context, measured by what is left to share.
            let share = 2 * u32::from(found.frequency) * (context.total + 6);
            let all = others + context.total;
            let (frequency, more) = if share < 6 * all {
                (1 + u16::from(share > all) + u16::from(share >= 4 * all), 3)
            } else {
                let steps = [9, 12, 15].map(|step| u16::from(share >= step * all));
                let frequency = 4 + steps.iter().sum::<u16>();
                (frequency, u32::from(frequency))
            };
            context.total += more;
            context.guesses.push(Guess {
                byte: found.byte,
                frequency,
                next,
            });
            let Some(shorter) = context.shorter else {
                return;
            };
            at = shorter;
        }
    }

    /// Makes a context for each length behind the byte that was found, and gives the longest.
    fn contexts_behind(&mut self, found: Guess, with_found: bool) -> usize {
        let mut leading: Vec<Place> = Vec::new();
        if with_found {
            leading.push(self.found);
        }
        let mut at = self.here;
        while let Some(shorter) = self.contexts[at].shorter {
            let place = self.place_of(shorter, found.byte);
            match self.contexts[shorter].guesses[place.at].next {
                Next::Context(next) => {
                    at = next;
                    break;
                }
                _ => at = shorter,
            }
            leading.push(place);
        }
        let Next::Text(then) = found.next else {
            return at;
        };
        if leading.is_empty() {
            return at;
        }
        let guess = self.first_guess(at, self.text[then], then + 1);
        for place in leading.into_iter().rev() {
            self.contexts.push(Context {
                guesses: vec![guess],
                total: 0,
                shorter: Some(at),
            });
            at = self.contexts.len() - 1;
            self.contexts[place.context].guesses[place.at].next = Next::Context(at);
        }
        at
    }

    /// What a new context takes over from the shorter one.
    fn first_guess(&self, shorter: usize, byte: u8, then: usize) -> Guess {
        let context = &self.contexts[shorter];
        let known = context.guesses[self.place_of(shorter, byte).at].frequency;
        let frequency = if context.guesses.len() == 1 {
            known
        } else {
            let own = u32::from(known) - 1;
            let others = context.total - count(context.guesses.len()) - own;
            let more = if 2 * own <= others {
                u32::from(5 * own > others)
            } else {
                (2 * own + 3 * others - 1) / (2 * others)
            };
            u16::try_from(1 + more).unwrap_or(MAX_FREQUENCY).min(128)
        };
        Guess {
            byte,
            frequency,
            next: Next::Text(then),
        }
    }
}

impl Escape {
    fn take(&mut self) -> u32 {
        let taken = self.sum >> self.shift;
        self.sum -= taken;
        taken.max(1)
    }

    /// Follows more slowly from time to time, as the estimate gets better.
    fn settle(&mut self) {
        if self.shift < PERIOD {
            self.until_slower -= 1;
            if self.until_slower == 0 {
                self.sum <<= 1;
                self.until_slower = 3 << self.shift;
                self.shift += 1;
            }
        }
    }
}

fn above_at(guess: Guess, weight: usize) -> usize {
    if guess.byte >= 0x40 { weight } else { 0 }
}

fn frequencies(guesses: &[Guess]) -> u32 {
    guesses.iter().map(|guess| u32::from(guess.frequency)).sum()
}

fn count(number: usize) -> u32 {
    // There are 256 bytes.
    u32::try_from(number).unwrap_or(256)
}
