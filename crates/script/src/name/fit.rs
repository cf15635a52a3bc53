//! Aligns two rows of sounds at the least cost. The cost does not depend on which row comes first.

use super::sound::{
    A, B, BARE_S, BARE_Z, CH, D, E, F, FRONT_A, FRONT_O, FRONT_U, G, H, I, J, K, N, NG, O, P, S, SH, Sound,
    Sounds, T, U, V, X,
};

/// The number of sounds below which a similar sound makes another name.
const SHORTEST_WITH_A_SLIP: usize = 5;

/// Returns whether the two rows may spell the same word.
pub(super) fn fits(a: &[Sound], b: &[Sound]) -> bool {
    let allowed = u8::from(a.len().min(b.len()) >= SHORTEST_WITH_A_SLIP);
    costs_at_most(allowed, a, b)
}

/// Returns whether the two rows spell the same word without any similar sound.
pub(super) fn is_exact(a: &[Sound], b: &[Sound]) -> bool {
    costs_at_most(0, a, b)
}

/// Returns whether the rows can be aligned with at most this number of similar sounds and unwritten vowels.
fn costs_at_most(allowed: u8, a: &[Sound], b: &[Sound]) -> bool {
    let too_much = allowed.saturating_add(1);
    let width = b.len() + 1;
    let mut least = vec![too_much; (a.len() + 1) * width];
    let mut last_within = 0;
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            // The least cost of the prefixes that are shorter by these lengths, plus the cost of this step.
            let after = |back_a: usize, back_b: usize, step: Option<u8>| -> Option<u8> {
                let place = i.checked_sub(back_a)? * width + j.checked_sub(back_b)?;
                Some(least.get(place)?.saturating_add(step?))
            };
            let start = (i == 0 && j == 0).then_some(0);
            let steps = [
                start,
                after(1, 1, alike(a, i, b, j)),
                after(1, 0, left_out(a, i)),
                after(0, 1, left_out(b, j)),
                after(1, 2, one_for_two(a, i, b, j)),
                after(2, 1, one_for_two(b, j, a, i)),
            ];
            let best = steps.into_iter().flatten().min().unwrap_or(too_much).min(too_much);
            if best < too_much {
                last_within = i;
            }
            if let Some(place) = least.get_mut(i * width + j) {
                *place = best;
            }
        }
        // A step goes back at most two sounds, so after two rows beyond the limit all later ones are beyond it too.
        if i >= last_within + 2 {
            return false;
        }
    }
    least.last().is_some_and(|cost| *cost <= allowed)
}

/// Returns the last sound of the prefix of this length.
fn last(row: &[Sound], length: usize) -> Option<Sound> {
    row.get(length.checked_sub(1)?).copied()
}

/// Returns the cost of treating these two as the same sound.
fn alike(a: &[Sound], i: usize, b: &[Sound], j: usize) -> Option<u8> {
    let (one, other) = (last(a, i)?, last(b, j)?);
    if one.is & other.is != 0 {
        return Some(0);
    }
    let ends_syllable = |row: &[Sound], length| row.get(length).is_none_or(|next: &Sound| !next.is_vowel());
    let both_end = ends_syllable(a, i) && ends_syllable(b, j);
    let both_after_u = follows_u(a, i) && follows_u(b, j);
    let near = |x: Sounds, y: Sounds| {
        (one.is & x != 0 && other.is & y != 0) || (one.is & y != 0 && other.is & x != 0)
    };
    let is_near = NEAR.iter().any(|(x, y)| near(*x, *y))
        || (both_end && (near(T, D) || near(V, F)))
        || (both_after_u && near(I, U));
    is_near.then_some(1)
}

/// Similar sounds that spellers of different languages confuse. а and е are not among them: Асан and Есен are two
/// names, and so are most pairs that differ in them.
const NEAR: [(Sounds, Sounds); 10] = [
    (O, U),       // Болат, Булат
    (A, O),       // Uzbek and Kyrgyz о for а
    (E, I),       // Әділ, Адель
    (K, H),       // Қайрат, Хайрат; Mongolian х for қ
    (H, G),       // Ibrahim, Ибрагим
    (P, F),       // Патима, Фатима
    (B, P),       // Болат, Polat; -баев, -паев
    (CH, SH),     // Kyrgyz and Uzbek ч for ш
    (BARE_S, SH), // ş in machine-readable lines
    (BARE_Z, J),  // ž in machine-readable lines
];

/// One letter, and the two that other spellings use for it.
const ONE_FOR_TWO: [(Sounds, Sounds, Sounds); 12] = [
    (NG, N, G),
    (X, K, S),
    (SH, S, H),  // Latin sh may be с and х too: ISHAK
    (J, D, J),   // Russian дж
    (CH, T, CH), // French tch
    (U, O, U),   // French ou
    (FRONT_A, A, E),
    (FRONT_O, O, E),
    (FRONT_U, U, E),
    (FRONT_A, I, A), // Russian я, ё, ю: Күләш, Куляш
    (FRONT_O, I, O),
    (FRONT_U, I, U),
];

/// Returns whether the vowel before this one is у: after it some spellings have ы and others у (Тұрсын, Турсун).
fn follows_u(row: &[Sound], length: usize) -> bool {
    let before = row.get(..length.saturating_sub(1)).unwrap_or_default();
    before.iter().rev().find(|sound| sound.is_vowel()).is_some_and(|sound| sound.is & U != 0)
}

/// Returns the cost of omitting this sound: nothing for a glide, one for ы or і between consonants. у next to another
/// vowel counts as a consonant: Бауыржан, Baurzhan.
fn left_out(row: &[Sound], length: usize) -> Option<u8> {
    let sound = last(row, length)?;
    if sound.may_be_silent {
        return Some(0);
    }
    let before = last(row, length.checked_sub(1)?)?;
    let after_consonant = !before.is_vowel() || before.is & V != 0;
    let between_consonants = after_consonant && !row.get(length)?.is_vowel();
    (sound.is == I && between_consonants).then_some(1)
}

/// Returns the cost zero if the first row has one letter for two of the second.
fn one_for_two(one: &[Sound], length: usize, two: &[Sound], two_length: usize) -> Option<u8> {
    let one = last(one, length)?;
    let (first, second) = (last(two, two_length.checked_sub(1)?)?, last(two, two_length)?);
    ONE_FOR_TWO
        .iter()
        .any(|(whole, begins, ends)| one.is & whole != 0 && first.is & begins != 0 && second.is & ends != 0)
        .then_some(0)
}
