//! Puts into the page's title, and into the sentence of an error, what does not belong there: number `?n=` of [`TEXTS`],
//! as an error when `?error=1`.

use veillee_sdk::{Call, Error, Response, html};

use crate::loot::number;

pub const TEXTS: &[&str] = &[
    "</title><script>document.title='owned'</script>",
    "a\r\nSet-Cookie: session=stolen",
    "a\n\nb",
    "<b>bold</b> &amp; &lt;script&gt;",
    "\"><img src=x onerror=alert(1)>",
    "\u{202e}desrever",
    "\0\u{1}\u{7f}",
    "",
    "{{ title }} {% raw %} ${title}",
];

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let text = TEXTS.get(number(call, "n", 0)).copied().unwrap_or("end of the list");
    if call.query_field("error").is_some() {
        return Err(Error::Invalid(text.into()));
    }
    Ok(Response::page(text, html!("<h1>{}</h1>", "title smuggling")))
}
