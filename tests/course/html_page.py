"""A piece of HTML as tests look at it: its text, and which tags and attributes there are."""

from html.parser import HTMLParser

VOID = {"br", "img"}


class Page(HTMLParser):
    """Takes well-formed HTML alone; `text` is what a screen reader would read."""

    def __init__(self, source: str):
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict]] = []
        self.text = ""
        self._open: list[tuple[str, bool]] = []
        self.feed(source)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        assert len(attributes) == len(attrs), f"an attribute twice: {attrs}"
        self.tags.append((tag, attributes))
        if tag not in VOID:
            self._open.append((tag, attributes.get("aria-hidden") == "true"))

    def handle_endtag(self, tag):
        assert self._open and self._open.pop()[0] == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        if not any(hidden for _, hidden in self._open):
            self.text += data

    def unknown_decl(self, data):
        raise AssertionError(data)

    handle_comment = handle_decl = handle_pi = unknown_decl

    def all(self, tag: str) -> list[dict]:
        """The attributes of each element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]
