"""Generated HTML: soup as nobody should write it, and texts whose words are known."""

from hypothesis import strategies as st

TAGS = [
    "p", "div", "span", "b", "strong", "i", "em", "a", "ul", "ol", "li", "table", "caption", "thead",
    "tbody", "tfoot", "tr", "td", "th", "blockquote", "h1", "h2", "h4", "h6", "pre", "code", "sup", "abbr",
    "cite", "section", "font", "dl", "dt", "dd", "body", "html", "head", "form", "svg", "math", "style",
    "script", "template", "noscript", "title", "textarea", "select", "option", "button", "figure",
    "figcaption", "q", "s", "o:p", "mtext", "mglyph", "annotation-xml", "foreignobject", "colgroup",
    "frameset", "plaintext", "xmp", "iframe", "picture",
]  # fmt: skip
VOID = [
    "<br>", "<hr>", "<img src=x onerror=alert(1)>", "<input>", "<col>", "<wbr>", "<meta charset=utf-16>",
    "<br/>", '<img src="/media/0123456789abcdef0123456789abcdef/one-800.jpg" alt="One">',
    '<img src="data:image/png;base64,AAAA">', '<source srcset="https://x.org/y.webp">',
]  # fmt: skip
ATTRIBUTES = [
    "", ' href="https://fas.org/a?b=1&amp;c=2"', " href='javascript:alert(1)'",
    ' href="/x" title=" a \u00a0 b"', ' class="x" style="color:red"', " onclick=alert(1)", ' start="3"',
    ' colspan="2" rowspan=0', ' data-mce-href="x"', " scope=ROW", ' cite="https://fas.org/"',
    ' title="</title><script>alert(1)</script>"', ' href="www.fas.org"', ' style="font-weight:normal"',
    ' href="//x.org/\u0338"', " xmlns=x", ' start="-0"', ' title="`\'&quot;>"',
]  # fmt: skip
TEXTS = [
    "word", " ", "\n", "\u00a0", " two words ", "&amp;", "&lt;b&gt;", "&nbsp;", "\u0338", "e\u0301",
    "\u0301", "<", ">", "&", "]]>", "-->", "<!--", "<!-- x -->", "<!--mce:protected %3Cscript%3E-->",
    "<![CDATA[x]]>", "<?php x ?>", "\x00", "\x0b", "&#0;", "&#x1f;", "&#xd800;", "\ud800", "\ufeff",
    "\uffff", "\u2028", "\r\n", "=", '"', "\t", "&#13;", "&#x338;", "<b", "</", "</p>", "</td>", "<table",
    "\u200b", "&shy;", "</body>x", "</html>",
]  # fmt: skip

openings = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
closings = st.builds("</{}>".format, st.sampled_from(TAGS))
soup = st.lists(
    st.one_of(openings, closings, st.sampled_from(VOID), st.sampled_from(TEXTS), st.text(max_size=4)),
    max_size=40,
).map("".join)

word = st.text("abcdefghijklmnopqrstuvwxyzéß", min_size=1, max_size=8)
sentence = st.lists(word, min_size=1, max_size=4).map(" ".join)


@st.composite
def inlines(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Inline HTML with spaces between its parts, and its words."""
    parts = draw(
        st.lists(
            st.tuples(st.sampled_from(["{}", "<b>{}</b>", "<em>{} </em>", "{}<br>"]), sentence), max_size=3
        )
    )
    html = " ".join(frame.format(text) for frame, text in parts)
    return html, [one for _, text in parts for one in text.split()]


def _framed(frame: str, parts: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    return frame.format("".join(html for html, _ in parts)), [one for _, words in parts for one in words]


def _blocks(inner: st.SearchStrategy[tuple[str, list[str]]]) -> st.SearchStrategy[tuple[str, list[str]]]:
    each = st.builds(
        lambda frame, part: _framed(frame, [part]),
        st.sampled_from(
            ["<p>{}</p>", "<div>{}</div>", "<li>{}</li>", "<td>{}</td>", "<h1>{}</h1>", "<dd>{}</dd>"]
        ),
        inner,
    )
    frames = ["{}", "<ul>{}</ul>", "<ol>{}</ol>", "<table><tr>{}</tr></table>", "<blockquote>{}</blockquote>"]
    return st.builds(_framed, st.sampled_from(frames), st.lists(each, max_size=4))


# HTML in which every element is a block or set apart by spaces, with its words in order.
worded = st.recursive(inlines(), _blocks, max_leaves=10)
