//! What a whole check costs: against bare pulldown-cmark over the same files, and as the input doubles.
//!
//! `cargo bench` reads the fixtures; `COPYDESK_BENCH=DIR cargo bench` all Markdown files below a folder.

#![allow(missing_docs, reason = "criterion's macros write functions without docs")]
#![allow(clippy::unwrap_used, reason = "a bench that cannot read its files should stop")]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use copydesk::article::{Article, Format};
use copydesk::engine;
use copydesk::house::House;
use copydesk::rule::Rules;
use copydesk::source::Source;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// The Markdown files below a folder.
fn markdown(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((path, text));
        }
    }
}

fn check(text: &str) -> usize {
    let source = Source::new("bench.md", text).unwrap();
    let article = Article::read(&source, Format::Markdown);
    engine::check(&article, Rules::built_in().unwrap(), &House::default()).len()
}

fn against_the_bare_parser(c: &mut Criterion) {
    let folder = std::env::var_os("COPYDESK_BENCH").map_or_else(|| PathBuf::from("fixtures"), PathBuf::from);
    let mut files = Vec::new();
    markdown(&folder, &mut files);
    let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
    let mut group = c.benchmark_group("files");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("bare pulldown-cmark", |b| {
        let options = pulldown_cmark::Options::ENABLE_TABLES;
        b.iter(|| {
            let events = |text| pulldown_cmark::Parser::new_ext(text, options).into_offset_iter().count();
            files.iter().map(|(_, text)| events(text)).sum::<usize>()
        });
    });
    group.bench_function("read", |b| {
        b.iter(|| {
            for (_, text) in &files {
                let source = Source::new("bench.md", text.as_str()).unwrap();
                black_box(Article::read(&source, Format::Markdown));
            }
        });
    });
    group.bench_function("read and check", |b| b.iter(|| files.iter().map(|(_, text)| check(text)).sum::<usize>()));
    group.finish();
}

/// A paragraph of an honest article, made different each time so that it is no copy.
fn paragraph(number: usize) -> String {
    format!(
        "On day {number} the keeper of the lock wrote down the height of the water, {number} inches, and the names of \
         {number} boats, among them the Heron{number}, and went back to his stove and his cat.\n\n"
    )
}

fn growth(c: &mut Criterion) {
    let mut group = c.benchmark_group("growth");
    group.sample_size(10);
    for size in [500, 1_000, 2_000, 4_000] {
        let same = paragraph(7).repeat(size);
        let different: String = (0..size).map(paragraph).collect();
        let line = different.replace('\n', " ");
        for (name, text) in [("one paragraph repeated", &same), ("paragraphs", &different), ("one long line", &line)] {
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_with_input(BenchmarkId::new(name, size), text, |b, text| b.iter(|| check(text)));
        }
    }
    group.finish();
}

criterion_group!(benches, against_the_bare_parser, growth);
criterion_main!(benches);
