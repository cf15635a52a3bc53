//! Counts of acts and faults.

use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub histories: u64,
    pub requests: u64,
    pub registered: u64,
    pub sent_again: u64,
    pub faults: BTreeMap<&'static str, u64>,
    /// The acts of people and the reasons why sending stopped.
    pub acts: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub fn fault(&mut self, what: &'static str) {
        *self.faults.entry(what).or_default() += 1;
    }

    pub fn act(&mut self, what: &'static str) {
        *self.acts.entry(what).or_default() += 1;
    }

    pub fn add(&mut self, other: &Self) {
        self.histories += other.histories;
        self.requests += other.requests;
        self.registered += other.registered;
        self.sent_again += other.sent_again;
        for (what, times) in &other.faults {
            *self.faults.entry(what).or_default() += times;
        }
        for (what, times) in &other.acts {
            *self.acts.entry(what).or_default() += times;
        }
    }
}
