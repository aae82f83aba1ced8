"""What a terminal and a reader of lines may be given, and what strangers may send. The notion of harmless is Python's, not the program's.

    check_text(bytes, what)    what is wrong with an output, as sentences
    STRINGS                    name and bytes of each hostile string
    SHOWN                      names of those that may be shown as they are
"""
import functools
import re
import unicodedata

# Each stands between an "a" and a "b" that must be seen again.
STRINGS = {name: b"a" + middle + b"b" for name, middle in {
    "plain": b"hello",
    "colour": b"\x1b[31;1m",
    "clear screen": b"\x1b[2J\x1b[H",
    "title": b"\x1b]0;owned\x07",
    "hyperlink": b"\x1b]8;;http://192.0.2.1/\x1b\\click\x1b]8;;\x1b\\",
    "clipboard": b"\x1b]52;c;cm0gLXJm\x07",
    "device control": b"\x1bP$qm\x1b\\",
    "answer back": b"\x05\x1b[6n\x1b[c",
    "reset": b"\x1bc",
    "C1 in UTF-8": b"\xc2\x9b31m\xc2\x9d0;owned\xc2\x9c\xc2\x90q\xc2\x85",
    "C1 raw": bytes(range(0x80, 0xa0)),
    "C0": bytes(range(1, 0x20)),
    "NUL": b"\0\0",
    "DEL": b"\x7f",
    "line ends": b"\nsecond\rthird\r\nfourth\x0b\x0c",
    "separators": "\u2028\u2029\u0085".encode(),
    "tab": b"\t\t",
    "quotes": b"\"'`\\\\\\\"",
    "notation": b"{n} | udp 1 > 2 # \\x41",
    "format": b"%s%n%x",
    "overrides": "\u202e\u202dabc\u202c".encode(),
    "isolates": "\u2066\u2067\u2068abc\u2069".encode(),
    "marks": "\u200e\u200f\u061c".encode(),
    "zero width": "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e".encode(),
    "fillers": "\u3164\u115f\u1160\uffa0\u034f".encode(),
    "tags": "\U000e0001\U000e0041\U000e007f".encode(),
    "annotations": "\ufff9\ufffa\ufffb".encode(),
    "overlong": b"\xc0\x8a\xc1\x9b\xe0\x80\x9b\xf0\x80\x80\x9b",
    "surrogates": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond": b"\xf4\x90\x80\x80\xf5\x80\x80\x80\xf8\x88\x80\x80\x80\xfe\xff",
    "cut off": b"\xe2\x82",
    "alone": b"\xbf\x80",
    "noncharacters": "\ufdd0\ufffe\U0001ffff".encode(),
    "private": "\ue000\U000f0000".encode(),
    "combining": ("e" + 12 * "\u0301\u0327").encode(),
    "enclosing": "\u20dd\u20e3".encode(),
    "wide": "\u65e5\u672c\u8a9e\uff21".encode(),
    "half wide": "\uff71\uff9e".encode(),
    "emoji": "\U0001f600\U0001f680".encode(),
    "emoji joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467".encode(),
    "variation": "\u2764\ufe0f\u2764\ufe0e\U000e0100".encode(),
    "skin and flags": "\U0001f44d\U0001f3fd\U0001f1e9\U0001f1ea".encode(),
    "right to left": "\u05e9\u05dc\u05d5\u05dd\u0645\u0631".encode(),
    "Indic": "\u0915\u094d\u0937\u093f".encode(),
    "Thai": "\u0e01\u0e33\u0e49".encode(),
}.items()}

SHOWN = {"plain", "quotes", "notation", "format", "combining", "enclosing", "wide", "half wide", "emoji", "skin and flags",
         "right to left", "Indic", "Thai"}

# Characters that show nothing and that Unicode has as default ignorable, though they are letters or marks.
UNSEEN = {0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x3164, 0xffa0, *range(0x180b, 0x1810), *range(0xfe00, 0xfe10),
          *range(0xe0100, 0xe01f0)}
SHOWN_COLOUR = re.compile(rb"\x1b\[[0-9;]*m")


def is_harmful(character, allowed):
    number, category = ord(character), unicodedata.category(character)
    is_noncharacter = number & 0xfffe == 0xfffe or 0xfdd0 <= number <= 0xfdef
    return character not in allowed and (category in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") or number in UNSEEN or is_noncharacter)


def check_text(output, what, allowed="\n", has_colour=False):
    """Valid UTF-8 of characters that can be seen; newlines, and what else is allowed."""
    if has_colour:
        output = SHOWN_COLOUR.sub(b"", output)
    try:
        text = output.decode()
    except UnicodeDecodeError as error:
        yield f"{what}: no UTF-8, {output[max(0, error.start - 40):error.start + 20]!r}"
        return
    for character in sorted(set(text)):
        if is_harmful(character, allowed):
            at = text.index(character)
            yield f"{what}: U+{ord(character):04X} in {text[max(0, at - 40):at + 20]!r}"


def check_strings():
    """The check itself: of the strings only these may be shown as they are."""
    seen = {name for name, text in STRINGS.items() if not list(check_text(text, name))}
    if seen != SHOWN:
        yield f"harmless is {sorted(seen ^ SHOWN)}"


@functools.cache
def measure_character(character):
    """As wcwidth(3) has it: marks take no column, what is wide takes two."""
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def measure_columns(text):
    return sum(map(measure_character, text))


def check_borders(output, what, columns):
    """Every row of a picture ends in the same column."""
    for row in output.decode().splitlines():
        if row[:1] in "┌│└├+|" and row[:1] and measure_columns(row) != columns:
            yield f"{what}: {measure_columns(row)} columns, not {columns}: {row!r}"
