//! Counting working days allocates no memory: the app counts many times on one page of a cheap phone.

#![expect(unsafe_code, reason = "a counting allocator cannot be installed in any other way")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::hint::black_box;

use rules::calendar::WorkingCalendar;

/// The system's allocator, which also counts allocations.
struct Counting;

thread_local! {
    /// The number of allocations of this thread. Tests in other threads do not affect it.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: every call is forwarded unchanged to the system's allocator. Counting itself does not allocate: the cell has
// a constant initial value and nothing to drop.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as above.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as above.
        unsafe { System.realloc(place, layout, size) }
    }
}

/// Returns the number of allocations of `work`.
fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn adding_and_counting_allocate_nothing() {
    let calendar = WorkingCalendar::built_in();
    let (first, last) = calendar.span().unwrap();
    let answers = allocations(|| {
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
fn allocations_are_counted() {
    assert_eq!(allocations(|| drop(black_box(Vec::<u8>::with_capacity(8)))), 1);
}
