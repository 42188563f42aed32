//! A number for each thing that is said, by which the compiler finds it among the packed words.

/// FNV-1a over both languages; the build fails should two things ever share a number.
pub(crate) const fn key(en: &str, ja: &str) -> u64 {
    let hash = over(0xcbf2_9ce4_8422_2325, en.as_bytes());
    // No UTF-8 holds this byte, so nothing can move from one language to the other.
    over(over(hash, &[0xff]), ja.as_bytes())
}

const fn over(mut hash: u64, bytes: &[u8]) -> u64 {
    let mut at = 0;
    while at < bytes.len() {
        // `u64::from` is not for constants.
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
        at += 1;
    }
    hash
}
