"""The pages, as HTML: one to begin on, one that asks, and one for how it ended.

Nothing in them comes from elsewhere, and what is not Kaiwa's own is escaped. Forms lead to
addresses beside the page's own, wherever the API is.
"""

import base64
import hashlib
from html import escape
from string import Template

from chatgpt.linking.flow import CANCEL, LINK, Question
from chatgpt.linking.words.text import Words

ENDING = 5
"""So many characters of a code tell it from others that one has seen."""
MOST_TYPED = 64

STYLE = """
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.6 system-ui, sans-serif; background: #f3f4f6; color: #1c2024; }
main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: #fff; border-radius: 12px;
  overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.4rem; line-height: 1.3; }
dt { font-size: .9rem; color: #50575f; }
dd { margin: 0 0 .8rem; font-size: 1.15rem; font-weight: 600; }
label { display: block; font-weight: 600; }
input { width: 100%; padding: .6rem; font: inherit; font-size: 1.3rem; letter-spacing: .1em;
  color: inherit; background: transparent; border: 1px solid #737a82; border-radius: 8px; }
button { width: 100%; margin-top: .8rem; padding: .7rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid #737a82; border-radius: 8px; cursor: pointer; }
button.main { font-weight: 600; color: #fff; background: #0b6b3a; border-color: #0b6b3a; }
.hint { margin: .2rem 0 0; font-size: .9rem; color: #50575f; }
form + .hint { margin-top: .8rem; }
.warn { padding: .7rem .9rem; background: #fdf3d8; border-radius: 8px; }
@media (prefers-color-scheme: dark) {
  body { background: #14171a; color: #eceef0; }
  main { background: #1f2327; }
  dt, .hint { color: #b3bac1; }
  .warn { background: #40340f; }
}
"""
FILL_IN = """
const code = location.hash.slice(1);
if (code) {
  history.replaceState(null, "", location.pathname);
  document.getElementById("code").value = code;
}
"""
"""Moves the code into the field, out of the address, with which somebody could copy it along."""

PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title - Kaiwa</title>
<style>$style</style>
</head>
<body>
<main>
<h1>$title</h1>
$content
</main>
</body>
</html>
""")
CODE_FORM = Template("""$problem<p>$what_follows</p>
<form method="post" action="connect">
<label for="code">$code</label>
<input id="code" name="code" value="$typed" required maxlength="$most" autocomplete="off"
 autocapitalize="characters" spellcheck="false" aria-describedby="hint">
<p class="hint" id="hint">$code_hint</p>
<button class="main">$sign_in</button>
</form>
<script>$script</script>""")
QUESTION = Template("""<dl>
<dt>$chat</dt><dd><bdi>$name</bdi></dd>
<dt>$code</dt><dd>$shown_code</dd>
<dt>$address</dt><dd>$shown_address</dd>
</dl>
<p class="warn">$compare</p>
$replacing<p>$allows</p>
<ul><li>$allows_reading</li><li>$allows_sending</li></ul>
<p>$undo</p>
<form method="post" action="confirm">
<input type="hidden" name="csrf_token" value="$csrf_token">
<button class="main" name="answer" value="$yes">$link</button>
<button name="answer" value="$no">$cancel</button>
</form>
<p class="hint">$other_sign_in</p>""")


def policy(sign_in_url: str) -> str:
    """What the pages may load, and where their forms may lead: to Cognito, and from there to the
    identity provider of whoever signs in, which no one knows here.

    https://www.w3.org/TR/CSP3/
    """
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_hash(STYLE)}",
            f"script-src {_hash(FILL_IN)}",
            f"form-action 'self' {sign_in_url} https:",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def code_page(words: Words, typed: str = "", problem: str = "") -> str:
    """The page to begin on; again, if what was typed is no code."""
    content = CODE_FORM.substitute(
        _escaped(words),
        problem=f'<p class="warn" role="alert">{escape(problem)}</p>\n' if problem else "",
        typed=escape(typed[:MOST_TYPED]),
        most=MOST_TYPED,
        script=FILL_IN,
    )
    return _page(words, words.begin, content)


def question_page(words: Words, question: Question, csrf_token: str) -> str:
    """The page that asks whether to link."""
    by_code = words.chat_by_code.format(ending=question.code[-ENDING:])
    replaces = f'<p class="warn">{escape(words.replaces)}</p>\n' if question.replaces else ""
    content = QUESTION.substitute(
        _escaped(words),
        name=escape(question.display_name or by_code),
        shown_code=escape(question.code),
        shown_address=escape(question.address),
        replacing=replaces,
        csrf_token=escape(csrf_token),
        yes=LINK,
        no=CANCEL,
    )
    return _page(words, words.ask, content)


def end_page(words: Words, title: str, sentence: str) -> str:
    """The page on which it ends, for good or bad."""
    return _page(words, title, f"<p>{escape(sentence)}</p>")


def _page(words: Words, title: str, content: str) -> str:
    return PAGE.substitute(
        language=words.language, title=escape(title), style=STYLE, content=content
    )


def _escaped(words: Words) -> dict[str, str]:
    return {name: escape(text) for name, text in vars(words).items()}


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
