//! The reader of HTML, a whole page or a piece: html5gum's tokens over an own thin stack of open elements.
//!
//! What a browser would show is text, in the order of the source, each character with its own place; what is
//! broken is read as a browser would read it, with a few mercies (a self-closed `<iframe />` is closed).

mod attributes;
mod characters;
mod elements;
mod flow;
mod ground;
mod stack;
mod tag;
mod tokens;
mod walk;

use super::build::Builder;
use super::{Article, Format};
use crate::source::Source;
use crate::span::Span;
use ground::Ground;
pub(super) use tag::Tag;

/// Reads a page or a piece of one.
pub(crate) fn read(source: &Source) -> Article {
    let mut builder = Builder::new(source, Format::Html);
    let mark = if source.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    fragment(&mut builder, source, &[Span::of(mark..source.text.len())]);
    builder.finish()
}

/// Reads HTML that stands at these places of the source, as if it were one text, and ends all it begins.
pub(super) fn fragment(builder: &mut Builder, source: &Source, pieces: &[Span]) {
    walk::read(builder, &Ground::new(source, pieces));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::{BlockKind, TextKind};
    use crate::span::Passage;

    fn article(html: &str) -> Article {
        read(&Source::new("test.html", html).unwrap())
    }

    /// Each block that is no container, as its kind and text.
    fn blocks(html: &str) -> Vec<(&'static str, String)> {
        let article = article(html);
        let leaves = article.blocks.iter().filter(|block| !block.kind.is_container());
        leaves.map(|block| (block.kind.name(), article.text(block.text).to_owned())).collect()
    }

    fn is(html: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(kind, text)| (*kind, (*text).to_owned())).collect();
        assert_eq!(blocks(html), expected, "{html}");
    }

    /// The source of each leaf's extent.
    fn extents(html: &str) -> Vec<String> {
        let article = article(html);
        let leaves = article.blocks.iter().filter(|block| !block.kind.is_container());
        leaves.map(|block| block.extent.slice(html).to_owned()).collect()
    }

    #[test]
    fn blocks_end_as_in_a_browser_whatever_is_left_open() {
        is(
            "<p>one<p>two</b></i> more<h2>three</h3>four",
            &[("paragraph", "one"), ("paragraph", "two more"), ("heading", "three"), ("paragraph", "four")],
        );
        is(
            "<ul><li>a<li>b<ul><li>c</ul>d</ul>e",
            &[("list-item", "a"), ("list-item", "b"), ("list-item", "c"), ("list-item", "d"), ("paragraph", "e")],
        );
        is(
            "<div>a<p>b</div>c</section>d<dl><dt>e<dd>f</dl><select><option>x<option>y</select>",
            &[
                ("paragraph", "a"),
                ("paragraph", "b"),
                ("paragraph", "cd"),
                ("paragraph", "e"),
                ("paragraph", "f"),
                ("paragraph", "x"),
                ("paragraph", "y"),
            ],
        );
        is(
            "<blockquote>a<p>b</blockquote><pre>\n x\n  y</pre><p> </p><p>&nbsp;</p><figure></figure>",
            &[("quote", "a"), ("quote", "b"), ("code", "x\n  y")],
        );
    }

    #[test]
    fn cells_know_row_and_column_with_and_without_end_tags() {
        let html = "<table><caption>c</caption><tr><th colspan=2>a<th>b<tr><td>d<td><table><td>e</table><td>f</table>g";
        let article = article(html);
        let cells = article.blocks.iter().filter_map(|block| match block.kind {
            BlockKind::TableCell { row, column, header } => Some((article.text(block.text), row, column, header)),
            _ => None,
        });
        let expected =
            [("a", 0, 0, true), ("b", 0, 2, true), ("d", 1, 0, false), ("e", 0, 0, false), ("f", 1, 2, false)];
        assert_eq!(cells.collect::<Vec<_>>(), expected);
        assert_eq!(article.blocks.last().unwrap().kind, BlockKind::Paragraph);
        is("<table role=presentation><tr><td>a<p>b</table>", &[("paragraph", "a"), ("paragraph", "b")]);
    }

    #[test]
    fn white_space_collapses_and_breaks_are_remembered() {
        let html = "<p>\n one <b> two</b>\r\n  three<br>\nfour&#32; five\t six </p>";
        let article = article(html);
        let lines: Vec<_> = article.lines.iter().map(|line| article.text(line.text)).collect();
        assert_eq!(article.text(article.blocks[0].text), "one two three four five six");
        assert_eq!(lines, ["one two", "three", "four five six"]);
    }

    #[test]
    fn references_are_decoded_each_with_its_own_place() {
        let html = "\u{feff}<p>caf&eacute; A&ampB &notit; a&nbsp;b&shy;c &lt;3 <3 a < b &unknown; & \0x</p>";
        let article = article(html);
        let text = article.text(article.blocks[0].text);
        assert_eq!(text, "café A&B ¬it; a\u{a0}b\u{ad}c <3 <3 a < b &unknown; & x");
        let at = |part: &str| article.blocks[0].text.start + text.find(part).unwrap() as u32;
        let source = |from: u32, length: u32| article.span(Passage::new(from, from + length)).slice(html);
        assert_eq!(source(at("é"), 2), "&eacute;");
        assert_eq!(source(at("&B"), 2), "&ampB");
        assert_eq!(source(at("\u{a0}"), 2), "&nbsp;");
        assert_eq!(source(at("a < b"), 5), "a < b");
    }

    #[test]
    fn links_and_images_keep_what_their_attributes_say() {
        let html = "<p>see <a href='/x?a=1&amp;b=2&copy=3'> the <b>page</b></a>, <a name=n>no link</a> <a href=/e></a>\
            <img src=data:image/gif;base64,AAAA data-src=real.jpg alt='a &lt; b'><img alt=\"\" src><img alt>\
            <noscript>no <img alt=n></noscript></p><a href=c><h3>card</h3><p>text</p></a> after\
            <a href=o><p>1<p>2<p>3<p>4<p>5";
        let article = article(html);
        let links: Vec<_> =
            article.links.iter().map(|link| (article.text(link.text), article.text(link.url))).collect();
        assert_eq!(
            links,
            [
                ("the page", "/x?a=1&b=2&copy=3"),
                ("", "/e"),
                ("card", "c"),
                ("text", "c"),
                ("1", "o"),
                ("2", "o"),
                ("3", "o"),
                ("4", "o")
            ]
        );
        assert_eq!(article.links[1].span.slice(html), "<a href=/e></a>");
        let text = |passage: Option<Passage>| passage.map(|passage| article.text(passage));
        let images: Vec<_> = article.images.iter().map(|image| (text(image.alt), text(image.url))).collect();
        let expected = [(Some("a < b"), Some("real.jpg")), (Some(""), Some("")), (Some(""), None), (Some("n"), None)];
        assert_eq!(images, expected);
        assert_eq!(article.text(article.blocks[0].text), "see the page, no link");
    }

    #[test]
    fn kinds_of_text_are_told_apart() {
        let html = "<nav>n</nav><header>h</header><article><header><h1>t</h1></header><p>a <code>b</code> <q>c</q> \
            <span style='color: red; FONT-SIZE:0px'>d <span>e</span></span> f</p><p hidden>g</p><div role=search>s</div>\
            </article><footer>z</footer><blockquote>q</blockquote><div style='font-size:0.9em; display:block'>v</div>";
        let article = article(html);
        let kind = |part: &str| {
            let found = article.blocks.iter().find(|block| article.text(block.text).contains(part)).unwrap();
            article.kind_at(found.text.start + article.text(found.text).find(part).unwrap() as u32)
        };
        let kinds: Vec<_> = "n h t a b c d e f g s z q v".split(' ').map(|part| (part, kind(part))).collect();
        let prose: Vec<_> = kinds.iter().filter(|(_, kind)| *kind == TextKind::Prose).map(|(part, _)| *part).collect();
        assert_eq!(prose, ["t", "a", "f", "v"]);
        let hidden: Vec<_> =
            kinds.iter().filter(|(_, kind)| *kind == TextKind::Hidden).map(|(part, _)| *part).collect();
        assert_eq!(hidden, ["d", "e", "g"]);
        assert_eq!([kind("b"), kind("c"), kind("q")], [TextKind::Code, TextKind::Mentioned, TextKind::Quoted]);
        assert_eq!([kind("n"), kind("s"), kind("z")], [TextKind::Furniture; 3]);
    }

    #[test]
    fn scripts_comments_and_embeds_show_nothing() {
        let html = "<p>a<script>if (a<b) '</p>'</script><!-- c --><?php echo 1 ?><![CDATA[x]]><style>p{}</style>b</p>\
            <template><p>t</p></template><video><p>v</p></video><svg><title>s</title><path/></svg><iframe src=x />c\
            <p>d <svg><g>unclosed<p>e<noscript><p>n</p></noscript> f";
        let opaque = ("opaque", "");
        is(
            html,
            &[
                ("paragraph", "ab"),
                opaque,
                opaque,
                opaque,
                ("paragraph", "c"),
                ("paragraph", "d"),
                ("paragraph", "e f"),
            ],
        );
    }

    #[test]
    fn the_head_gives_title_description_and_language() {
        let html = "<!DOCTYPE html><html lang=de-AT><head><title>\n A &amp; B </title><meta name=Description \
            content='C &quot;D&quot;'><title>E</title></head><body>F</body></html>";
        is(html, &[("title", "A & B"), ("description", "C \"D\""), ("paragraph", "F")]);
        let article = article(html);
        assert_eq!(article.span(article.blocks[1].text).slice(html), "C &quot;D&quot;");
        assert_eq!(article.blocks[0].extent.slice(html), "<title>\n A &amp; B </title>");
        assert_eq!(article.language, crate::article::Language::of_tag("de"));
    }

    #[test]
    fn an_extent_covers_tags_and_block_comments() {
        let html = "<!-- wp:paragraph {\"a\":1} -->\n<p><b>a</b></p>\n<!-- /wp:paragraph -->\n<!-- wp:more /-->\n\
            <p>b</p><ul><li>c<ul><li>d</ul></ul><div> <b>e</b> f\n<p>g<p>h</div>";
        assert_eq!(
            extents(html),
            [
                "<!-- wp:paragraph {\"a\":1} -->\n<p><b>a</b></p>\n<!-- /wp:paragraph -->",
                "<p>b</p>",
                "c",
                "<li>d",
                "<b>e</b> f",
                "<p>g",
                "<p>h"
            ]
        );
    }

    #[test]
    fn a_fragment_is_read_over_several_stretches_of_the_source() {
        let text = "> <p>one\n> two <b\n> title=x>three</b>\n> <li>f&eac\n> ute;";
        let source = Source::new("test.md", text).unwrap();
        let ends: Vec<u32> = text.match_indices("> ").map(|(at, _)| at as u32).filter(|at| *at != 30).collect();
        let starts = ends.iter().map(|at| at + 2);
        let behind = ends.iter().skip(1).copied().chain([text.len() as u32]);
        let pieces: Vec<Span> = starts.zip(behind).map(|(start, end)| Span::new(start, end)).collect();
        let mut builder = Builder::new(&source, Format::Markdown);
        fragment(&mut builder, &source, &pieces);
        assert!(!builder.in_leaf());
        let article = builder.finish();
        assert_eq!(article.text(article.blocks[0].text), "one two three");
        assert_eq!(article.span(article.blocks[0].text).slice(text), "one\n> two <b\n> title=x>three");
        assert!(article.blocks.iter().all(|block| !block.kind.is_container()));
    }

    #[test]
    fn the_end_may_come_anywhere() {
        for html in ["<p>a<b", "<p>a<b c", "<p>a<b c='", "<p>a<b c=d", "<p>a<!--", "<p>a<![CDATA[", "<p>a<!d"] {
            is(html, &[("paragraph", "a")]);
        }
        is("a </", &[("paragraph", "a </")]);
        is("a &", &[("paragraph", "a &")]);
        is("a &am", &[("paragraph", "a &am")]);
        is("", &[]);
    }

    /// What broken pages are made of.
    fn markup() -> impl Strategy<Value = String> {
        let tags = "p|div|h1|li|ul|ol|table|tr|td|th|tbody|caption|blockquote|figure|figcaption|pre|dl|dt|dd|a href=x|a|\
            b|span|span hidden|code|q|br|hr|img alt=''|img src=a alt|title|svg|path/|video|iframe|noscript|script|style|\
            template|textarea|select|option|button|nav|header|article|form|html lang=en|body|meta name=description \
            content='x &amp; y'|p style='display:none'|section|x-card";
        let tag = prop::sample::select(tags.split('|').map(str::trim).collect::<Vec<_>>());
        let end = tag.clone().prop_map(|tag| format!("</{}>", tag.split(' ').next().unwrap_or_default()));
        let bits = vec![
            "&amp;",
            "&eacute",
            "&nbsp;",
            "&#10;",
            "&#x1F600;",
            "&notit;",
            "&",
            "<",
            "</",
            "<!--",
            "-->",
            "<!-- wp:p -->",
            "<!-- /wp:p -->",
            "<?php",
            "?>",
            "<a b='",
            "'",
            "\"",
            ">",
            "=",
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            "\0",
            "\u{feff}",
            "日本",
            "🦀",
            "é",
            "\u{301}",
            "word",
            "3",
            "<3",
            "a < b",
            "]]>",
            "<![CDATA[",
        ];
        let bit = prop::sample::select(bits).prop_map(str::to_owned);
        let piece = prop_oneof![3 => tag.prop_map(|tag| format!("<{tag}>")), 2 => end, 4 => bit];
        prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
        #[test]
        fn every_character_has_its_way_back(html in markup()) {
            let article = article(&html);
            for (text, piece) in article.visible.pieces() {
                let slice = html.get(piece.source.range());
                prop_assert!(slice.is_some(), "{:?}", piece);
                let slice = slice.unwrap_or_default();
                if piece.verbatim {
                    prop_assert_eq!(text, slice);
                } else if text == " " || text == "\n" {
                    let white = !slice.is_empty() && slice.trim().is_empty();
                    prop_assert!(white || slice.starts_with(['<', '&']), "{:?}", slice);
                } else {
                    prop_assert!(slice.starts_with('&') && !slice.contains(char::is_whitespace), "{:?}", slice);
                }
            }
            let mut end = 0;
            for block in &article.blocks {
                prop_assert!(block.text.start >= end);
                end = block.text.end;
                prop_assert!(html.get(block.extent.range()).is_some(), "{:?}", block);
                prop_assert!(block.text.is_empty() || block.extent.contains(article.span(block.text)), "{:?}", block);
            }
            for span in article.links.iter().map(|link| link.span).chain(article.images.iter().map(|image| image.span)) {
                prop_assert!(html.get(span.range()).is_some_and(|slice| slice.starts_with('<')));
            }
        }

        #[test]
        fn what_is_left_out_of_a_fragment_changes_nothing(html in markup()) {
            let lines: Vec<&str> = html.split_inclusive('\n').collect();
            let quoted: String = lines.iter().flat_map(|line| ["> ", line]).collect();
            let pieces = lines.iter().scan(0, |at, line| {
                *at += 2 + line.len();
                Some(Span::of(*at - line.len()..*at))
            });
            let source = Source::new("test.md", quoted.as_str()).unwrap();
            let mut builder = Builder::new(&source, Format::Html);
            fragment(&mut builder, &source, &pieces.collect::<Vec<_>>());
            let (read, whole) = (builder.finish(), article(&html));
            // Only in front of all is a byte order mark none of the text.
            if !html.starts_with('\u{feff}') {
                prop_assert_eq!(read.visible.text(), whole.visible.text());
            }
            for (text, piece) in read.visible.pieces().filter(|(_, piece)| piece.verbatim) {
                prop_assert_eq!(text, source.slice(piece.source));
            }
        }
    }
}
