"""Articles from files, standard input and the web: the text, and what pages say of themselves."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scripted import Reply, Request, Scripted, scripted
from stancegraph.errors import InputError, MissingExtra, StancegraphError
from stancegraph.extract import web
from stancegraph.extract.article import articles, places, read_article
from stancegraph.extract.dates import declared_date, found_date
from stancegraph.extract.values import Article

FILLER = (
    "<p>The ministry of samples told reporters on Monday what it wants to do about weights.</p>"
)
BODY = f"""<article><h1>Open or shut</h1>{FILLER}
<p>“We will never close them,” said <a href="/o">Orla Inventado</a>, the founder.<sup>[2]</sup>
She added: <q>Not <em>ever</em>, <q>I think</q></q>, and left.</p>{FILLER.replace("Monday", "Friday")}
</article>"""


def page(head: str = "", body: str = BODY) -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Article]:
    """An article of a file with this content."""
    pytest.importorskip("trafilatura")

    def call(content: str | bytes, name: str = "a.html") -> Article:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_article(str(file))

    return call


def wrong(call: Callable[..., Any], *words: Any, **how: Any) -> str:
    """What an error says, which is one line."""
    with pytest.raises(StancegraphError) as caught:
        call(*words, **how)
    text = str(caught.value)
    assert "\n" not in text
    return text


# ---- the text


def test_a_text_file_is_its_own_text_character_for_character(read: Callable[..., Article]):
    text = "  A line\u00a0with “marks”\t\nand\r\nothers\r\n\r\n# no heading\n"
    article = read(b"\xef\xbb\xbf" + text.encode(), "a.txt")
    assert article.text == text.replace("\r\n", "\n")
    assert article.title is None


def test_markdown_keeps_its_front_matter_in_the_text(read: Callable[..., Article]):
    text = "---\ntitle: Open or shut\n---\n# Other\n\nWords.\n"
    assert read(text, "a.md").text == text


def test_a_page_gives_its_main_text_with_paragraphs_apart(read: Callable[..., Article]):
    body = f"<nav><a href=/>Home</a></nav>{BODY}<footer>© 2025 The Sample Gazette</footer>"
    paragraphs = read(page(body=body)).text.split("\n\n")
    assert "“We will never close them,” said Orla Inventado, the founder.[2]" in paragraphs[2]
    assert paragraphs[1].endswith("about weights.")
    assert not any("Home" in one or "©" in one for one in paragraphs)


def test_inline_quotations_keep_the_marks_that_browsers_show(read: Callable[..., Article]):
    assert "She added: “Not ever, ‘I think’”, and left." in read(page()).text


@pytest.mark.parametrize(
    "around",
    [
        "<blockquote>%s</blockquote>",
        "<blockquote><p>%s</p></blockquote>",
        "<figure><blockquote>%s</blockquote><figcaption>Orla Inventado</figcaption></figure>",
        "<aside><blockquote><p>%s</p></blockquote></aside>",
        '<div class="box">%s</div>',
        "<ul><li>%s</li><li>More</li></ul>",
        "<table><tr><td>%s</td></tr></table>",
        "<h3>%s</h3>",
        "<p><a href=x>%s</a></p>",
        "<details><summary>More</summary><p>%s</p></details>",
    ],
)
def test_a_quotation_is_kept_wherever_it_stands(read: Callable[..., Article], around: str):
    words = "“Whoever shares the weights has won already,” she said"
    more = "".join(FILLER.replace("Monday", f"day {n}") for n in range(6))
    body = BODY.replace("</article>", f"{more}{around % words}{FILLER}</article>")
    assert read(page(body=body)).text.count(words) == 1


def test_the_speaker_below_a_quotation_is_kept(read: Callable[..., Article]):
    quoted = "<blockquote>“Never at all, I say”</blockquote><figcaption>Orla Inventado</figcaption>"
    body = BODY.replace("</article>", f"<figure>{quoted}</figure>{FILLER}</article>")
    assert "“Never at all, I say”\n\nOrla Inventado" in read(page(body=body)).text


def test_characters_without_width_do_not_split_names(read: Callable[..., Article]):
    body = BODY.replace("Orla Inventado", "Or&shy;la&nbsp;Inven&#8203;tado")
    assert "said Orla Inventado, the" in read(page(body=body)).text


def test_code_within_a_line_does_not_break_it(read: Callable[..., Article]):
    body = BODY.replace("She added", "The call <code>open()</code> works. She added")
    assert "The call open() works. She added" in read(page(body=body)).text


# ---- what a page says of itself


def ld(*nodes: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(nodes[0] if len(nodes) == 1 else nodes)}</script>'


NEWS = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Open or shut",
    "datePublished": "2026-03-01T23:30:00-05:00",
    "dateModified": "2026-04-01",
    "author": [{"@type": "Person", "name": "Jane Q. Example"}, {"name": "John O'Sample"}],
    "publisher": {"@type": "Organization", "name": "The Sample Gazette"},
}


def test_json_ld_tells_title_authors_publisher_and_the_day_that_is_written(
    read: Callable[..., Article],
):
    article = read(page(ld(NEWS) + '<link rel="canonical" href="https://g.example/a">'))
    assert article.title == "Open or shut"
    assert article.author == "Jane Q. Example, John O'Sample"
    assert article.publisher == "The Sample Gazette"
    assert article.published == "2026-03-01"
    assert article.url == "https://g.example/a"


def test_json_ld_in_a_graph_with_references_is_read(read: Callable[..., Article]):
    nodes = {
        "@graph": [
            {"@type": "WebSite", "name": "Other"},
            {**NEWS, "publisher": {"@id": "#us"}, "author": {"@id": "#jane"}},
            {"@id": "#us", "@type": "Organization", "name": "Gazette Group"},
            {"@id": "#jane", "@type": "Person", "name": "By Jane Example"},
        ]
    }
    article = read(page(ld(nodes)))
    assert (article.publisher, article.author) == ("Gazette Group", "Jane Example")


def test_an_article_that_is_only_related_does_not_speak_for_the_page(read: Callable[..., Article]):
    related = {**NEWS, "headline": "Another", "datePublished": "2020-01-01"}
    nodes = {"@type": "WebPage", "mainEntity": {"isRelatedTo": [related]}}
    assert read(page(ld(nodes, NEWS))).title == "Open or shut"


def test_opengraph_and_meta_elements_are_read(read: Callable[..., Article]):
    head = """<title>Open or shut | The Sample Gazette</title>
    <meta property="og:title" content="Open or shut | The Sample Gazette">
    <meta property="og:site_name" content="The Sample Gazette">
    <meta property="og:url" content="https://g.example/a?x=1">
    <meta property="article:published_time" content="2026-03-01T10:00:00Z">
    <meta property="article:modified_time" content="2026-05-01T10:00:00Z">
    <meta property="article:author" content="https://facebook.example/jane">
    <meta name="author" content="By Jane &amp;amp; Example | The Sample Gazette">"""
    article = read(page(head))
    assert article.title == "Open or shut"
    assert article.author == "Jane & Example"
    assert article.publisher == "The Sample Gazette"
    assert article.published == "2026-03-01"
    assert article.url == "https://g.example/a?x=1"


@pytest.mark.parametrize("given", ["2026", "2026-03", "2026-03-09"])
def test_a_date_keeps_the_precision_that_the_page_gives(read: Callable[..., Article], given: str):
    article = read(page(f'<meta property="article:published_time" content="{given}">'))
    assert article.published == given


def test_a_page_that_says_nothing_is_not_given_a_date(read: Callable[..., Article]):
    article = read(page(body=BODY.replace("Monday", "7 May 2021")))
    assert article.published is None
    assert article.title == "Open or shut"


def test_a_date_is_read_from_a_byline_that_is_shown(read: Callable[..., Article]):
    shown = '<div class="current-date">25 November 2026</div><p class="byline">March 9, 2026 · 5 min read</p>'
    assert read(page(body=BODY.replace("</h1>", f"</h1>{shown}"))).published == "2026-03-09"


def test_what_an_address_tells_of_the_date_is_the_month_alone(read: Callable[..., Article]):
    article = read(page('<link rel="canonical" href="https://g.example/2026/03/open">'))
    assert article.published == "2026-03"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "/",
        "https://g.example/",
        "http://[",
        "data:text/html,x",
        "ftp://g.example/a",
    ],
)
def test_a_canonical_address_that_is_none_is_not_taken(read: Callable[..., Article], address: str):
    assert read(page(f'<link rel="canonical" href="{address}">')).url is None


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{"[" * 90_000}</script>',
        '<script type="application/ld+json">{"@type": ["NewsArticle"], "headline": [{}],'
        ' "datePublished": {"x": 1}, "author": [1, null, {"name": {"name": 2}}]}</script>',
        "<title>\x01Open\x02 or &#x202e;shut</title><meta name=author content='<b>'>",
        "<meta charset=x-nothing-",
    ],
)
def test_hostile_markup_is_read_or_refused_in_a_line(tmp_path: Path, head: str):
    pytest.importorskip("trafilatura")
    file = tmp_path / "a.html"
    file.write_text(page(f"{head}</title></script>"), "utf-8")
    if "x-nothing" in head:
        assert "its encoding 'x-nothing-' is not known" in wrong(read_article, str(file))
        return
    article = read_article(str(file))
    assert "never close them" in article.text
    assert all((word or "x").isprintable() for word in (article.title, article.author))


def test_scripts_and_deep_nesting_are_no_article(read: Callable[..., Article]):
    assert "no article" in wrong(read, page(body="<script>var a = 'words of a script';</script>"))
    assert "no article" in wrong(read, page(body="<div>" * 50_000))
    assert "no article" in wrong(read, page(body="<nav><a href=/>Home</a></nav>"))
    assert "no article" in wrong(read, "")


# ---- Markdown and text


def test_front_matter_goes_before_headline_and_byline(read: Callable[..., Article]):
    text = """---
title: "Open: or shut"
authors: [Jane Example, {name: John Sample}]
date: 2026-03-01 08:00
publisher: {name: The Sample Gazette}
url: https://g.example/a
---
# Another headline
By Somebody Else, Elsewhere, 2020-01-01
"""
    article = read(text, "a.md")
    assert article.title == "Open: or shut"
    assert article.author == "Jane Example, John Sample"
    assert article.published == "2026-03-01"
    assert article.publisher == "The Sample Gazette"
    assert article.url == "https://g.example/a"


def test_front_matter_that_is_no_yaml_is_only_text(read: Callable[..., Article]):
    assert read("---\ntitle: [\n---\n# Open or shut\n\nWords.\n", "a.md").title == "Open or shut"


@pytest.mark.parametrize(
    ("line", "author", "publisher", "published"),
    [
        ("By Jane Example, The Gazette, 2026-03-01", "Jane Example", "The Gazette", "2026-03-01"),
        ("By Jane Example, Tokens and Tea, 2026-03", "Jane Example", "Tokens and Tea", "2026-03"),
        (
            "*By Jane Example | The Gazette | March 1, 2026*",
            "Jane Example",
            "The Gazette",
            "2026-03-01",
        ),
        (
            "By [Jane Example](https://x.example) and Al van Dam",
            "Jane Example and Al van Dam",
            None,
            None,
        ),
        (
            "By Jane Example, John Sample and Ann Other",
            "Jane Example, John Sample and Ann Other",
            None,
            None,
        ),
        ("By Jane Example — 1st Sept. 2026, 08:30 GMT", "Jane Example", None, "2026-09-01"),
        ("Published on 1 March 2026", None, None, "2026-03-01"),
        ("By March 2026 the company will have closed.", None, None, None),
        ("By Jane's count, Acme has released three models.", None, None, None),
        ("In March 2026 it was released.", None, None, None),
    ],
)
def test_a_byline_is_told_from_a_sentence(
    read: Callable[..., Article], line: str, author: str, publisher: str, published: str
):
    article = read(f"# Open or shut\n\n{line}\n\nWords of it.\n", "a.md")
    assert (article.author, article.publisher, article.published) == (author, publisher, published)
    assert article.title == "Open or shut"


def test_a_text_file_may_begin_with_its_headline(read: Callable[..., Article]):
    article = read("Open or shut\n\nBy Jane Example, The Gazette, 2026-03-01\n\nWords.\n", "a.txt")
    assert (article.title, article.author) == ("Open or shut", "Jane Example")
    assert read("It was a long day.\n\nWords.\n", "a.txt").title is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-03-01T08:00:00+02:00", "2026-03-01"),
        ("2026-03-01 08:00", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("2026/03/01", "2026-03-01"),
        ("Sun, 01 Mar 2026 08:00:00 GMT", "2026-03-01"),
        ("March 2026", "2026-03"),
        ("2026", "2026"),
        ("2026-02-30", None),
        ("2026-13", None),
        ("1772323200000", None),
        ("soon", None),
        ("0026-01-01", None),
    ],
)
def test_dates_are_read_as_they_are_declared(text: str, date: str | None):
    assert declared_date(text) == date


def test_a_number_is_not_taken_for_a_date():
    assert found_date("2026 models, 1900 of them") is None
    assert found_date("Marching 12 2026") is None
    assert found_date("on 5 May 2026 or 2025-01-01") == ("2026-05-05", 3, 13)


# ---- what cannot be read


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"%PDF-1.7 \x00", "a.pdf", "this is a PDF, not a text (save its text as a .txt file)"),
        (b"%PDF-1.7", "a.txt", "this is a PDF, not a text"),
        (b"\x89PNG\r\n\x1a\n", "a.html", "this is an image, not a text"),
        (b"PK\x03\x04", "a.docx", "this is an office document or an archive, not a text"),
        (b"words", "a.doc", "its name does not tell what it is (files end in .txt,"),
        (b"\0\1\2", "a.txt", "this is not a text"),
        ("words".encode("utf-16"), "a.txt", "this is UTF-16, not UTF-8 (save the file as UTF-8)"),
        (b"one\ntw\xf6\n", "a.md", "a.md:2: this is not UTF-8 (save the file as UTF-8)"),
        (b" \n\n", "a.txt", "there is nothing in it"),
    ],
)
def test_what_is_no_text_is_refused_in_a_line(
    read: Callable[..., Article], data: bytes, name: str, says: str
):
    assert says in wrong(read, data, name)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    assert "No such file" in wrong(read_article, str(tmp_path / "no.txt"))
    assert "this is a folder" in wrong(read_article, str(tmp_path))


def test_what_is_too_large_is_refused(
    read: Callable[..., Article], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("stancegraph.extract.article.LARGEST", 1_000)
    assert "larger than" in wrong(read, "x" * 1_001, "a.txt")
    assert read("x" * 1_000, "a.txt")


def test_a_page_is_decoded_as_it_says(read: Callable[..., Article]):
    head = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'
    assert "“We will never close them,”" in read(page(head).encode("cp1252")).text
    assert "“We will never close them,”" in read(page().encode("utf-16")).text
    wide = page('<meta charset="euc-kr">').replace("“", "똠").replace("”", "").encode("cp949")
    assert "똠We will never close them," in read(wide).text
    assert "is not known" in wrong(read, page('<meta charset="klingon">'))


def test_a_bad_byte_matters_only_in_the_article(read: Callable[..., Article]):
    outside = page().encode().replace(b"</head>", b"<!-- \xff --></head>")
    assert "never close them" in read(outside).text
    inside = page().encode().replace(b"never close", b"nev\xe9r close")
    assert "this is not UTF-8" in wrong(read, inside)


def test_without_trafilatura_a_page_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    (tmp_path / "a.html").write_text(page(), "utf-8")
    (tmp_path / "a.txt").write_text("Words.", "utf-8")
    with pytest.raises(MissingExtra, match=r"pip install 'stancegraph\[extract\]'"):
        read_article(str(tmp_path / "a.html"))
    assert read_article(str(tmp_path / "a.txt")).text == "Words."
    with pytest.raises(MissingExtra):
        list(articles([str(tmp_path)]))


# ---- standard input, folders


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (page(ld(NEWS)), "Open or shut"),
        ("<!-- x -->\n<HTML>" + BODY, "Open or shut"),
        ("# Heading\n\nWords <html>.\n", "Heading"),
    ],
)
def test_standard_input_is_html_where_it_begins_so(
    monkeypatch: pytest.MonkeyPatch, given: str, title: str
):
    pytest.importorskip("trafilatura")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
    article = read_article("-")
    assert article.title == title
    assert "<p>" not in article.text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b/c").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    for name in ("z.txt", "b/c/deep.md", "b/a.txt", ".hidden/no.txt", "b/no.yaml", "b/.no.txt"):
        (tmp_path / name).write_text(f"# {name}\n\nWords.\n", "utf-8")
    return tmp_path


def test_a_folder_stands_for_its_articles_in_order(folder: Path):
    found = [str(Path(place).relative_to(folder)) for place in places([str(folder)])]
    assert found == ["b/a.txt", "b/c/deep.md", "z.txt"]
    assert [article.where for article in articles([str(folder)])] == places([str(folder)])


def test_all_paths_that_are_wrong_are_told_before_any_is_read(folder: Path):
    (folder / "empty").mkdir()
    with pytest.raises(InputError) as caught:
        next(articles([str(folder / "z.txt"), str(folder / "no.txt"), str(folder / "empty")]))
    told = str(caught.value).splitlines()
    assert len(told) == 2
    assert "there is no such file or folder" in told[0]
    assert "there is no article in this folder (files end in .txt" in told[1]


def test_an_article_that_is_wrong_does_not_keep_the_others_from_being_read(folder: Path):
    (folder / "b/b.txt").write_bytes(b"\xff")
    found = list(articles([str(folder)]))
    assert [isinstance(one, Article) for one in found] == [True, False, True, True]
    assert "b.txt:1: this is not UTF-8" in str(found[1])


# ---- the web


@pytest.fixture
def site() -> Iterator[Scripted]:
    """A server that gives the page, and what else is asked for by name."""
    pytest.importorskip("trafilatura")
    replies = {
        "/a": Reply(page().encode(), type="text/html; charset=utf-8"),
        "/latin": Reply(page().encode("cp1252"), type="text/html; charset=windows-1252"),
        "/packed": Reply(
            gzip.compress(page().encode()), type="text/html", headers={"Content-Encoding": "gzip"}
        ),
        "/bomb": Reply(
            gzip.compress(b"x" * 30_000_000), type="text/html", headers={"Content-Encoding": "gzip"}
        ),
        "/text": Reply(b"# Heading\n\nWords.\n", type="text/plain"),
        "/readme.md": Reply(b"# Heading\n\nWords.\n", type="text/plain"),
        "/pdf": Reply(b"%PDF-1.7", type="application/pdf"),
        "/json": Reply(b"{}", type="application/json"),
        "/gone": Reply(page().encode(), 404, "text/html"),
        "/wall": Reply(page().encode(), 403, "text/html"),
        "/moved": Reply(b"", 301, headers={"Location": "/a"}),
        "/loop": Reply(b"", 302, headers={"Location": "/loop"}),
        "/file": Reply(b"", 302, headers={"Location": "file:///etc/passwd"}),
        "/ftp": Reply(b"", 302, headers={"Location": "ftp://127.0.0.1/a"}),
        "/short": Reply(page().encode(), promise=100_000, type="text/html"),
        "/untyped": Reply(page().encode(), type=""),
        "/slow": Reply(page().encode(), wait=5, type="text/html"),
    }

    def script(asked: Request) -> Reply:
        return replies[asked.path.partition("?")[0]]

    with scripted(script) as server:
        server.url = server.url.removesuffix("/sparql")
        yield server


@pytest.mark.parametrize(
    "path", ["/a", "/latin", "/packed", "/moved", "/untyped", "/a?q=%C3%A9&x=é"]
)
def test_a_page_of_the_web_is_read(site: Scripted, path: str):
    article = read_article(site.url + path)
    assert "“We will never close them,” said Orla Inventado" in article.text
    assert article.url == site.url + path.replace("/moved", "/a").replace("=é", "=%C3%A9")
    assert site.requests[0].headers["user-agent"].startswith("stancegraph/")


def test_a_text_of_the_web_is_its_own_text(site: Scripted):
    assert read_article(f"{site.url}/text").text == "# Heading\n\nWords.\n"
    assert read_article(f"{site.url}/text").title is None
    assert read_article(f"{site.url}/readme.md").title == "Heading"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/gone", "/gone: the server answers 404 Not Found"),
        (
            "/wall",
            "the server answers 403 Forbidden (open it in a browser, save the page and give the file)",
        ),
        ("/pdf", "this is a PDF, not a text"),
        ("/json", "this is application/json, not an article"),
        ("/loop", "it redirects in a circle, or to what is no web page"),
        ("/ftp", "ftp://127.0.0.1/a: this is not a web address"),
        ("/file", "it redirects in a circle, or to what is no web page"),
        ("/short", "the connection broke off"),
        ("/bomb", "the answer is larger than 20 MB"),
    ],
)
def test_what_the_web_does_not_give_is_told_in_a_line(site: Scripted, path: str, says: str):
    assert says in wrong(read_article, site.url + path)


def test_a_large_page_is_cut_off_while_it_comes(site: Scripted, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(web, "LARGEST", 200)
    assert "the answer is larger" in wrong(read_article, f"{site.url}/a")


def test_a_silent_server_is_given_up(site: Scripted):
    assert "no answer within 0.2 seconds" in wrong(read_article, f"{site.url}/slow", timeout=0.2)


def test_a_server_that_drips_is_given_up():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        stop = threading.Event()

        def drip() -> None:
            client, _ = listening.accept()
            with client, contextlib.suppress(OSError):
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
                for _ in range(200):
                    client.sendall(b"<p>")
                    if stop.wait(0.05):
                        break

        thread = threading.Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        assert "no answer within 0.5 seconds" in wrong(read_article, url, timeout=0.5)
        stop.set()
        thread.join()


def test_nobody_at_an_address_is_told():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    assert "nobody answers there" in wrong(read_article, f"http://127.0.0.1:{port}/")


@pytest.mark.parametrize("url", ["http://", "http://[", "https:///a", "http://h:port/"])
def test_an_address_that_is_none_is_told(url: str):
    assert "this is not a web address" in wrong(read_article, url)


def test_a_password_in_an_address_is_neither_sent_nor_shown():
    text = wrong(read_article, "https://me:hidden@g.example/a")
    assert "hidden" not in text
    assert "a password in an address" in text
