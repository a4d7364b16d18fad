//! Claims: what an article says happened when. An answer of an FAQ claims a date; a statement of the body
//! that gives the same event another date contradicts it.
//!
//! Precision comes first: a pair is only a [`Candidate`] where the words around both dates agree, and any of
//! the reasons in [`Silence`] makes it none.

mod clause;
mod compare;
mod date;
mod grammar;
mod ground;
mod guard;
mod tongue;

use rustc_hash::FxHashMap;

pub use compare::Candidate;
pub use date::{Bound, Date, Grain, Relation};
pub use guard::Silence;

use crate::article::{Article, BlockId, TextKind};
use crate::span::Passage;
use ground::Ground;
use tongue::{Marks, Tongue};

/// One dated statement.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The date.
    pub value: Date,
    /// The date's own words.
    pub passage: Passage,
    /// The sentence it stands in; of a table, the cell.
    pub sentence: Passage,
    /// The block it stands in.
    pub block: BlockId,
    /// The question that it answers.
    pub question: Option<Passage>,
    /// The words that belong to the date: its clause, or a cell with those beside it.
    own: Vec<Passage>,
    /// The stems of those words, and what they mark.
    stems: Vec<u32>,
    marks: Marks,
    /// The names in the sentence, and what it marks.
    names: Vec<u32>,
    told: Marks,
    /// The number of its unit in the ground, or of its pair.
    home: usize,
}

/// The dated statements of an article that has answers; none where it has no dated answer.
pub struct Claims {
    /// In the answers.
    pub answers: Vec<Claim>,
    /// In the body, by place.
    pub body: Vec<Claim>,
    /// What the body mentions with a date that dates nothing itself: it supports, but accuses no one.
    mentions: Vec<Claim>,
    /// All dates of each question with its answer.
    said: Vec<Vec<Date>>,
    setting: Option<Setting>,
}

/// A longer sentence, cell or heading, in bytes, is no statement; and so is one with more dates than that.
const LONGEST: u32 = 1_000;
const MOST_DATES: usize = 12;
/// An answer with more dates is a table.
const MOST_SAID: usize = 40;

/// What pairs are compared by.
struct Setting {
    tongue: Tongue,
    ground: Ground,
    /// The dated units that hold a stem.
    index: FxHashMap<u32, Vec<usize>>,
}

impl Claims {
    /// Finds them. An article without a dated answer costs no more than its answers.
    pub fn find(article: &Article) -> Self {
        let mut claims =
            Self { answers: Vec::new(), body: Vec::new(), mentions: Vec::new(), said: Vec::new(), setting: None };
        let Some(tongue) = Tongue::of(article).filter(|tongue| has_dated_answer(article, tongue)) else {
            return claims;
        };
        let mut answered: Vec<Passage> =
            article.pairs.iter().flat_map(|pair| pair.answer.iter().copied().chain([pair.question])).collect();
        answered.sort_unstable();
        let ground = Ground::of(article, &tongue, &answered);
        claims.find_answers(article, &tongue, &ground);
        claims.find_body(article, &tongue, &ground);
        let index = claims.index(&ground);
        claims.setting = Some(Setting { tongue, ground, index });
        claims
    }

    fn find_answers(&mut self, article: &Article, tongue: &Tongue, ground: &Ground) {
        for (home, pair) in article.pairs.iter().enumerate() {
            let asked = grammar::dates(article, tongue, pair.question);
            let mut said: Vec<Date> = asked.into_iter().map(|found| found.value).collect();
            let asked = tongue.marks(article, pair.question);
            let mut answers = Vec::new();
            for part in &pair.answer {
                let Some(block) = article.block_at(part.start) else { continue };
                let (mut firm, mut weak) = (Vec::new(), Vec::new());
                for sentence in sentences_of(article, block, *part) {
                    let place = Place { sentence, block, home, beside: &[] };
                    let (sure, vague) = place.claims(article, tongue, ground);
                    firm.extend(sure);
                    weak.extend(vague);
                }
                said.extend(firm.iter().chain(&weak).map(|claim| claim.value));
                for claim in &mut firm {
                    claim.question = Some(pair.question);
                    // "In 2018." is of the event that was asked for.
                    if claim.marks.events == 0 {
                        claim.marks.events = asked.events;
                    }
                }
                answers.append(&mut firm);
            }
            if said.len() <= MOST_SAID {
                self.answers.append(&mut answers);
            }
            self.said.push(said);
        }
    }

    fn find_body(&mut self, article: &Article, tongue: &Tongue, ground: &Ground) {
        for (home, unit) in ground.units.iter().enumerate() {
            let place = Place { sentence: unit.passage, block: unit.block, home, beside: &unit.beside };
            let (firm, weak) = place.claims(article, tongue, ground);
            self.body.extend(firm);
            self.mentions.extend(weak);
        }
    }

    fn index(&self, ground: &Ground) -> FxHashMap<u32, Vec<usize>> {
        let mut homes: Vec<usize> = self.body.iter().chain(&self.mentions).map(|claim| claim.home).collect();
        homes.sort_unstable();
        homes.dedup();
        let mut index: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
        for home in homes {
            for stem in ground.units.get(home).map_or(&[][..], |unit| &unit.stems) {
                index.entry(*stem).or_default().push(home);
            }
        }
        index
    }

    /// The statements of the body that cannot be true beside an answer's, the best agreeing first.
    pub fn candidates(&self, article: &Article, answer: usize) -> Vec<Candidate> {
        let mut considered = self.considered(article, answer);
        considered.retain(|candidate| candidate.silence.is_none());
        considered
    }

    /// The same with those that are kept silent about, and why.
    pub fn considered(&self, article: &Article, answer: usize) -> Vec<Candidate> {
        match (self.answers.get(answer), &self.setting) {
            (Some(claim), Some(setting)) => compare::against_body(article, self, setting, claim),
            _ => Vec::new(),
        }
    }
}

fn has_dated_answer(article: &Article, tongue: &Tongue) -> bool {
    let mut parts = article.pairs.iter().flat_map(|pair| &pair.answer);
    parts.any(|part| grammar::dates(article, tongue, *part).iter().any(|found| found.firm))
}

/// The sentences of a block that stand in a part of it.
fn sentences_of(article: &Article, block: BlockId, part: Passage) -> Vec<Passage> {
    let sentences = ground::sentences(article, block).into_iter();
    let cut = sentences.map(|sentence| Passage::new(sentence.start.max(part.start), sentence.end.min(part.end)));
    cut.map(|sentence| sentence.trim(article.visible.text())).filter(|sentence| !sentence.is_empty()).collect()
}

/// Where claims are looked for.
struct Place<'a> {
    sentence: Passage,
    block: BlockId,
    home: usize,
    beside: &'a [Passage],
}

impl Place<'_> {
    /// The firm claims and the mere mentions of a sentence. What is quoted word for word, or asked, only mentions.
    fn claims(&self, article: &Article, tongue: &Tongue, ground: &Ground) -> (Vec<Claim>, Vec<Claim>) {
        let dates = grammar::dates(article, tongue, self.sentence);
        if dates.is_empty() || dates.len() > MOST_DATES || self.sentence.len() > LONGEST {
            return (Vec::new(), Vec::new());
        }
        let asks = article.text(self.sentence).ends_with(['?', '？']);
        let told = tongue.marks(article, self.sentence);
        let names = ground.names(article, self.sentence);
        let places: Vec<Passage> = dates.iter().map(|found| found.passage).collect();
        let claims = dates.iter().map(|found| {
            let clause = clause::around(article, tongue, ground, self.sentence, found.passage, &places);
            let clause = if self.beside.is_empty() { clause } else { self.sentence };
            let own: Vec<Passage> = std::iter::once(clause).chain(self.beside.iter().copied()).collect();
            let marks = own.iter().map(|part| tongue.marks(article, *part)).reduce(Marks::with).unwrap_or_default();
            let read = article.reads_as(found.passage, &[TextKind::Prose, TextKind::Quoted]);
            let claim = Claim {
                value: found.value,
                passage: found.passage,
                sentence: self.sentence,
                block: self.block,
                question: None,
                stems: own.iter().flat_map(|part| ground.stems(article, *part)).collect(),
                own,
                marks,
                names: names.clone(),
                told: told.clone(),
                home: self.home,
            };
            (claim, found.firm && read && !asks)
        });
        let (firm, weak): (Vec<_>, Vec<_>) = claims.partition(|(_, firm)| *firm);
        let only = |claims: Vec<(Claim, bool)>| claims.into_iter().map(|(claim, _)| claim).collect();
        (only(firm), only(weak))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Format;
    use crate::source::Source;

    fn read(body: &str, question: &str, answer: &str) -> Article {
        let text = format!("The tram of Wend\n\n{body}\n\nFAQs\n\n{question}\n\n{answer}\n");
        Article::read(&Source::new("tram.txt", text).unwrap(), Format::Text)
    }

    /// What is found: the answer's date and the body's.
    fn found(body: &str, question: &str, answer: &str) -> Vec<(String, String)> {
        let article = read(body, question, answer);
        let claims = Claims::find(&article);
        let candidates = (0..claims.answers.len()).flat_map(|number| {
            let candidates = claims.candidates(&article, number).into_iter();
            candidates.map(move |candidate| (number, candidate.other))
        });
        let says = |claim: &Claim| article.text(claim.passage).to_owned();
        candidates.map(|(answer, other)| (says(&claims.answers[answer]), says(&claims.body[other]))).collect()
    }

    fn silence(body: &str, question: &str, answer: &str) -> Option<Silence> {
        assert_eq!(found(body, question, answer), Vec::new());
        let article = read(body, question, answer);
        let claims = Claims::find(&article);
        assert!(!claims.answers.is_empty(), "no claim in {answer}");
        let considered = (0..claims.answers.len()).flat_map(|number| claims.considered(&article, number));
        considered.max_by_key(|candidate| candidate.agreement).and_then(|candidate| candidate.silence)
    }

    const FILLING: &str = "The conductors wear green caps. Nobody pays on Sundays, which pleases the baker.\n\n\
                           Between the stops lie gardens, a brewery and two schools.";

    #[test]
    fn another_date_of_the_same_event_is_found() {
        let pairs = [
            (
                "Digging began in 1996, and the line was opened in 1999.",
                "When was the line opened?",
                "The line was opened in 2001, when the digging was over.",
                ("2001", "1999"),
            ),
            (
                "The harbour wall was finished in February 2022.",
                "When was the harbour wall finished?",
                "The harbour wall was finished in February 2023.",
                ("February 2023", "February 2022"),
            ),
            (
                "On 14 May 1887 the viaduct was opened to traffic.",
                "When was the viaduct opened?",
                "It was opened to traffic on May 15, 1887.",
                ("May 15, 1887", "14 May 1887"),
            ),
            (
                "The brewery fair was held from 12 to 14 August 2019.",
                "When was the brewery fair?",
                "It was held from 5 to 7 August 2019.",
                ("5 to 7 August 2019", "12 to 14 August 2019"),
            ),
            ("The depot burned down in the 1970s.", "When did the depot burn down?", "In 1985.", ("1985", "1970s")),
        ];
        for (body, question, answer, (says, other)) in pairs {
            let body = format!("{FILLING}\n\n{body}");
            assert_eq!(found(&body, question, answer), [(says.to_owned(), other.to_owned())], "{answer}");
        }
    }

    #[test]
    fn what_agrees_is_no_candidate() {
        let body = "The depot was opened on 3 March 1926. Its hall was built between 1931 and 1934.";
        for answer in ["It was opened in 1926.", "In March 1926.", "Around 1925.", "In the 1920s."] {
            assert_eq!(found(body, "When was the depot opened?", answer), [], "{answer}");
        }
        assert_eq!(found(body, "When was the hall of the depot built?", "It was built in 1932."), []);
    }

    #[test]
    fn reasons_for_silence() {
        use Silence::{
            Change, Derived, Negated, OtherEvent, OtherName, OtherPart, OtherWords, Recurring, Supported, Taken, Unsure,
        };
        let opened = "When was the depot opened?";
        let cases = [
            ("The depot was closed in 1950.", opened, "The depot was opened in 1926.", OtherEvent),
            ("The depot was originally opened in 1926.", opened, "The depot was opened in 1931.", Change),
            ("The depot might have opened in 1926.", opened, "The depot was opened in 1931.", Unsure),
            ("The depot was not opened in 1926.", opened, "The depot was opened in 1931.", Negated),
            ("The depot was opened in 1926.", opened, "The depot was opened in 1931, the tram in 1926.", Taken),
            (
                "The depot opened in 1926. The tram depot opened in 1931.",
                opened,
                "The depot opened in 1931.",
                Supported,
            ),
            (
                "The digging for the depot and hall was in 2013. Five years later trams stood in the hall of the depot.",
                "When was the hall of the depot ready?",
                "The hall of the depot was ready in 2018.",
                Derived,
            ),
            ("The depot at Hallam was opened in 1926.", opened, "The depot at Carrow was opened in 1931.", OtherName),
            ("The depot fair was held in 2019.", "When was the fair?", "The depot fair was held in 2021.", Recurring),
            (
                "The fines for late books were abolished in 2021.",
                "When were the fines for late books raised?",
                "The fines for late books were raised in 2014.",
                OtherWords,
            ),
            ("The first depot was opened in 1926.", opened, "The depot was opened in 1931.", OtherPart),
        ];
        for (body, question, answer, reason) in cases {
            let body = format!("{FILLING}\n\n{body}");
            assert_eq!(silence(&body, question, answer), Some(reason), "{body}\n{answer}");
        }
    }

    #[test]
    fn german_is_read_too() {
        let body = "Die Brücke über die Wend ist für den Ort von großem Wert. Die Brücke wurde im März 1926 eröffnet.";
        let question = "Wann wurde die Brücke über die Wend eröffnet?";
        let answer = "Die Brücke wurde im Mai 1928 eröffnet und ist mit dem Auto zu befahren.";
        assert_eq!(found(body, question, answer), [("Mai 1928".to_owned(), "März 1926".to_owned())]);
        let answer = "Die Brücke wurde 1926 eröffnet und ist mit dem Auto zu befahren.";
        assert_eq!(found(body, question, answer), []);
    }

    #[test]
    fn what_is_quoted_or_unlike_accuses_no_one() {
        let opened = "When was the depot opened?";
        let quoted = "“The depot was opened in 1926,” says a sign.";
        assert_eq!(silence(quoted, opened, "The depot was opened in 1931."), None);
        let other = "The baker sold his shop in 1926.";
        assert_eq!(silence(other, opened, "The depot was opened in 1931."), None);
        let bound = "The depot was opened after 1926.";
        assert_eq!(silence(bound, opened, "The depot was opened in 1931."), None);
    }

    #[test]
    fn many_answers_and_many_sentences_stay_cheap() {
        let body = "The mill was opened in 1999 near the river.\n\n".repeat(3_000);
        let answers = "When was the mill opened?\n\nThe mill was opened in 1998 near the river.\n\n".repeat(3_000);
        let article =
            Article::read(&Source::new("mill.txt", format!("{body}FAQs\n\n{answers}")).unwrap(), Format::Text);
        let claims = Claims::find(&article);
        let considered: usize = (0..claims.answers.len()).map(|number| claims.considered(&article, number).len()).sum();
        assert!(claims.answers.len() > 2_000 && considered <= claims.answers.len() * 12, "{considered}");
    }
}
