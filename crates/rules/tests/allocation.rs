//! Counting working days takes no memory: the app asks for it many times on one page of a cheap phone.

#![expect(unsafe_code, reason = "an allocator that counts can be put in place in no other way")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use rules::calendar::WorkingCalendar;

/// The system's allocator, which also counts.
struct Counting;

thread_local! {
    /// How often this thread asked for memory. Tests of other threads do not disturb it.
    static ASKED: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is handed to the system's allocator as it came. Counting asks for no memory itself: the cell is
// constant at the start and has nothing to drop.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ASKED.set(ASKED.get() + 1);
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// How often `work` asks for memory.
fn asked(work: impl FnOnce()) -> usize {
    let before = ASKED.get();
    work();
    ASKED.get() - before
}

#[test]
fn adding_and_counting_ask_for_no_memory() {
    let calendar = WorkingCalendar::built_in();
    let (first, last) = calendar.span().unwrap();
    let answers = asked(|| {
        for day in first.iter_days().take_while(|day| *day <= last) {
            for days in [0, 5, 35, 260, u16::MAX] {
                black_box(calendar.add(black_box(day), days));
            }
            black_box(calendar.count(first, black_box(day)));
            black_box(calendar.count(black_box(day), last));
        }
    });
    assert_eq!(answers, 0);
}

#[test]
fn what_does_ask_for_memory_is_counted() {
    assert_eq!(asked(|| drop(black_box(Vec::<u8>::with_capacity(8)))), 1);
}
