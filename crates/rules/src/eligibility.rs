//! May I apply? Explains and advises from the migration law as digests give it; only the authority decides.

use crate::citation::{Act, Citation, Mark, Place};
use crate::draft::EligibilityAnswers;

/// Something in the answers that speaks against an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Kandas status is for foreigners and stateless persons.
    CitizenNow,
    /// It is for those who never were citizens of Kazakhstan.
    CitizenBefore,
    /// It is for people of Kazakh nationality.
    NotKazakh,
    /// It is for those who come to live permanently.
    NotToLivePermanently,
}

/// What the answers speak for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Eligibility {
    /// Some question is open.
    Open,
    /// Nothing speaks against an application.
    MayApply,
    /// These do.
    Obstacles(Vec<Obstacle>),
}

/// Where the conditions stand, as far as our sources show.
pub const CITATION: Citation = Citation { act: Act::MIGRATION_LAW, place: Place::Whole, mark: Mark::Digest };

/// What the answers speak for.
pub fn eligibility(answers: &EligibilityAnswers) -> Eligibility {
    let rules = [
        (answers.citizen_now, true, Obstacle::CitizenNow),
        (answers.citizen_before, true, Obstacle::CitizenBefore),
        (answers.kazakh, false, Obstacle::NotKazakh),
        (answers.to_live_permanently, false, Obstacle::NotToLivePermanently),
    ];
    let obstacles: Vec<Obstacle> = rules
        .iter()
        .filter(|(answer, against, _)| *answer == Some(*against))
        .map(|(_, _, obstacle)| *obstacle)
        .collect();
    if !obstacles.is_empty() {
        return Eligibility::Obstacles(obstacles);
    }
    if rules.iter().any(|(answer, _, _)| answer.is_none()) {
        Eligibility::Open
    } else {
        Eligibility::MayApply
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(values: [Option<bool>; 4]) -> EligibilityAnswers {
        let [citizen_now, citizen_before, kazakh, to_live_permanently] = values;
        EligibilityAnswers { citizen_now, citizen_before, kazakh, to_live_permanently }
    }

    #[test]
    fn only_the_four_right_answers_open_the_way() {
        let choices = [None, Some(false), Some(true)];
        for a in choices {
            for b in choices {
                for c in choices {
                    for d in choices {
                        let may = [a, b, c, d] == [Some(false), Some(false), Some(true), Some(true)];
                        let result = eligibility(&answers([a, b, c, d]));
                        assert_eq!(result == Eligibility::MayApply, may, "{a:?} {b:?} {c:?} {d:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn each_obstacle_is_named() {
        let all = eligibility(&answers([Some(true), Some(true), Some(false), Some(false)]));
        let expected = vec![
            Obstacle::CitizenNow,
            Obstacle::CitizenBefore,
            Obstacle::NotKazakh,
            Obstacle::NotToLivePermanently,
        ];
        assert_eq!(all, Eligibility::Obstacles(expected));
    }
}
