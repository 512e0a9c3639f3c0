"""Greets by name and counts the greetings so far."""

from html import escape

from componentize_py_types import Err
from wit_world import exports
from wit_world.exports.web import Page, Request, Response, Response_Page, Response_SeeOther
from wit_world.imports import caller, read, types, write

TEXTS = {
    "fr": {"title": "Bonjour", "you": "vous", "so_far": "Saluts\N{NO-BREAK SPACE}:", "button": "Saluer"},
    "en": {"title": "Hello", "you": "you", "so_far": "Hellos:", "button": "Say hello"},
}


class Web(exports.Web):
    """The export `veillee:web/web`."""

    def handle(self, request: Request) -> Response:
        if request.path != "/":
            # What is raised becomes the host's page for this error: here 404.
            raise Err(types.Error_NotFound())
        return greet() if request.method == "POST" else page()


def page() -> Response:
    say = TEXTS.get(caller.locale(), TEXTS["en"])
    with read.Query("greeting", []) as greetings:
        so_far = greetings.count(10_000)
    # What a person gave never becomes markup.
    name = escape(caller.display_name() or say["you"])
    main = f"<h1>{say['title']} {name}</h1><p>{say['so_far']} {so_far}</p>"
    if read.may_create("greeting"):
        main += f'<form method="post" action="/hello-python/"><button>{say["button"]}</button></form>'
    return Response_Page(Page(title=say["title"], main=main, status=200))


def greet() -> Response:
    with write.ChangeSet() as changes:
        changes.create("greeting", None, [])
        changes.commit()
    return Response_SeeOther("/")
