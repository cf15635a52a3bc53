//! Generated pages from a seed: good ones must pass, and each kind of bad one must be detected.

#![allow(clippy::expect_used, reason = "a test that cannot continue has failed")]

mod page;

use fastrand::Rng;
use page::{Scene, Shot};
use picture::{Look, PhotoAdvice, Picture, look};

const SEED: u64 = 539;
const OF_EACH: usize = 40;

fn look_at(shot: &Shot) -> Look {
    look(&Picture::new(shot.width, shot.height, &shot.luma).expect("the sizes fit"))
}

/// Returns the number of pictures for which `found` returns true.
fn count(
    random: &mut Rng,
    shots: usize,
    make: impl Fn(&mut Rng) -> Shot,
    found: impl Fn(&Look) -> bool,
) -> usize {
    (0..shots).filter(|_| found(&look_at(&make(random)))).count()
}

fn good(random: &mut Rng) -> Shot {
    let mut shot = Scene::random(random).draw(random);
    // Hands shake a little, and lenses are not perfect.
    shot.blur(random.u32(0..=shot.width.max(shot.height) / 1400));
    shot.light(random.u32(130..=250), random.u32(60..=100));
    shot.noise(random, 4);
    shot
}

#[test]
fn of_300_good_pages_at_most_5_percent_are_called_bad() {
    let mut random = Rng::with_seed(SEED);
    let shots = 300;
    let found: Vec<PhotoAdvice> =
        (0..shots).filter_map(|_| look_at(&good(&mut random)).advice.first().copied()).collect();
    println!("false alarms in {shots}: {found:?}");
    assert!(found.len() * 100 <= shots * 5, "{found:?}");
}

/// Asserts that the advice is given for at least 95 in 100 of these pictures.
fn found(name: &str, advice: PhotoAdvice, make: impl Fn(&mut Rng) -> Shot) {
    let mut random = Rng::with_seed(SEED);
    let found = count(&mut random, OF_EACH, make, |look| look.advice.contains(&advice));
    println!("{name}: {found} of {OF_EACH} found");
    assert!(found * 100 >= OF_EACH * 95, "{name}: {found} of {OF_EACH}");
}

#[test]
fn dark_pages_are_found() {
    found("dark", PhotoAdvice::Dark, |random| {
        let mut shot = Scene::random(random).draw(random);
        shot.light(random.u32(15..=60), random.u32(60..=100));
        shot.noise(random, 4);
        shot
    });
}

#[test]
fn blurred_pages_are_found_at_any_strength_of_blur() {
    // The standard deviation of the blur in thousandths of the longer side: 3 are 6 pixels of 2000. A strong blur wipes
    // out the letters; then the page must be reported as blank.
    for thousandths in [2, 4, 6, 9] {
        let mut random = Rng::with_seed(SEED);
        let (mut blurred, mut blank) = (0, 0);
        for _ in 0..OF_EACH {
            let mut shot = Scene::random(&mut random).draw(&mut random);
            shot.blur((shot.width.max(shot.height) * thousandths).div_ceil(1000));
            shot.light(random.u32(130..=250), random.u32(60..=100));
            shot.noise(&mut random, 4);
            let advice = look_at(&shot).advice;
            blurred += usize::from(advice.contains(&PhotoAdvice::Blurred));
            blank += usize::from(advice.contains(&PhotoAdvice::Blank));
        }
        println!(
            "blurred by {thousandths} thousandths: {blurred} called blurred, {blank} empty, of {OF_EACH}"
        );
        assert!((blurred + blank) * 100 >= OF_EACH * 95, "{thousandths}: {blurred} and {blank}");
    }
}

#[test]
fn empty_pages_are_found() {
    found("empty", PhotoAdvice::Blank, |random| {
        let mut shot = Scene::random(random).empty().draw(random);
        shot.light(random.u32(130..=250), random.u32(60..=100));
        shot.noise(random, 4);
        shot
    });
}

#[test]
fn pages_beyond_the_frame_are_found() {
    found("cut", PhotoAdvice::Cut, |random| {
        let mut shot = Scene::random(random).moved_out(random).draw(random);
        shot.light(random.u32(130..=250), random.u32(60..=100));
        shot.noise(random, 4);
        shot
    });
}

#[test]
fn small_pictures_are_found() {
    let mut random = Rng::with_seed(SEED);
    let mut scene = Scene::random(&mut random);
    (scene.width, scene.height) = (640, 480);
    assert!(look_at(&scene.draw(&mut random)).advice.contains(&PhotoAdvice::Small));
}

#[test]
fn a_picture_is_recognised_after_re_encoding_and_another_page_is_not() {
    let mut random = Rng::with_seed(SEED);
    let (mut known, mut mistaken, mut nearest, mut farthest) = (0, 0, 100, 0);
    for _ in 0..OF_EACH {
        let scene = Scene::random(&mut random);
        let mut shot = scene.draw(&mut random);
        shot.light(220, random.u32(60..=100));
        let mut again = shot.scaled(random.u32(700..=1000));
        again.noise(&mut random, 3);
        again.light(random.u32(200..=255), 100);
        // The same sheet of paper on the same table, with other words on it.
        let mut other = scene.draw(&mut random);
        other.light(220, 80);
        let [shot, again, other] = [shot, again, other].map(|shot| look_at(&shot).print);
        known += usize::from(shot.is_same(again));
        mistaken += usize::from(shot.is_same(other));
        let percent = |(contradictions, said): (u32, u32)| contradictions * 100 / said.max(1);
        farthest = farthest.max(percent(shot.compare(again)));
        nearest = nearest.min(percent(shot.compare(other)));
    }
    println!(
        "known again {known}, mistaken {mistaken} of {OF_EACH}; same up to {farthest} %, other from {nearest} %"
    );
    assert!(known * 100 >= OF_EACH * 95, "{known} recognised");
    assert!(mistaken * 100 <= OF_EACH * 5, "{mistaken} mistaken");
}

#[test]
fn a_look_reads_back() {
    let mut random = Rng::with_seed(SEED);
    let mut shot = Scene::random(&mut random).empty().moved_out(&mut random).draw(&mut random);
    shot.light(200, 90);
    let look = look_at(&shot);
    assert!(look.advice.len() > 1, "{look:?}");
    assert_eq!(Look::parse(&look.write()), Some(look));
    for bad in ["", "00", &"x".repeat(512), &("0".repeat(512) + "?")] {
        assert_eq!(Look::parse(bad), None, "{bad}");
    }
}

#[test]
fn any_picture_can_be_examined() {
    for (width, height) in [(1, 1), (1, 40), (16, 16), (17, 3), (33, 47)] {
        let luma: Vec<u8> =
            (0..width * height).map(|pixel: u32| (pixel * 37 % 256).to_le_bytes()[0]).collect();
        let picture = Picture::new(width, height, &luma).expect("the sizes fit");
        assert!(look(&picture).advice.contains(&PhotoAdvice::Small));
    }
    assert!(Picture::new(2, 2, &[0; 3]).is_none());
    assert!(Picture::new(0, 0, &[]).is_none());
    let white = [255; 64];
    assert!(Picture::new(8, 8, &white).is_some_and(|picture| picture.is_uniform()));
}

#[test]
fn brightness_is_weighted_as_eyes_do() {
    let mut luma = Vec::new();
    picture::push_luma(&[255, 255, 255, 0, 0, 255, 0, 255, 0, 0, 255, 255, 9, 9], &mut luma);
    assert_eq!(luma, [255, 149, 28]);
}
