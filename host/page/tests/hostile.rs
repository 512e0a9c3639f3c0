//! What a hostile page writes, and what is left of it.

mod site;

use site::pass;
use veillee_page::{DroppedKind, limits};

fn assert_all(cases: &[(&str, &str)]) {
    for (page, expected) in cases {
        assert_eq!(pass(page).html, *expected, "{page}");
    }
    println!("vectors: tried {}, leaked 0", cases.len());
}

#[test]
fn nothing_that_runs_or_loads_passes() {
    assert_all(&[
        ("<script>alert(1)</script>a", "a"),
        ("<script><!--<script></script>--></script>a", "a"),
        ("<ScRiPt src=//e>x</sCrIpT >a", "a"),
        ("<script>x", ""),
        ("<style>@import '//e'</style>a", "a"),
        ("<iframe src=//e></iframe>a", "a"),
        ("<iframe srcdoc='<script>1</script>'>x</iframe>a", "a"),
        ("<object data=//e><p>x</p></object>a", "a"),
        ("<object><object></object>x</object>a", "a"),
        ("<embed src=//e>a", "a"),
        ("<svg onload=x><a href=javascript:1>x</a></svg>a", "a"),
        ("<svg/>a", "a"),
        ("<svg><style><a title='</svg><img src=x onerror=1>'></svg>a", "a"),
        ("<svg><title/><p>x</svg>a", "a"),
        ("<ol type=password><li>a</ol>", "<ol><li>a</li></ol>"),
        ("<math><mtext><table><mglyph><style><img src onerror=1></style></math>a", "a"),
        ("<template><form action=/-/share></form></template>a", "a"),
        ("<noscript><p title='</noscript><img src=x onerror=1>'>a", "<img>'&gt;a"),
        ("<noembed><img src=x></noembed>a", "a"),
        ("<noframes><img src=x></noframes>a", "a"),
        ("<xmp><img src=x></xmp>a", "a"),
        ("<title><img src=x></title>a", "a"),
        ("<plaintext><img src=x>", ""),
        ("<video src=//e><track src=//e></video>a", "<video></video>a"),
        ("<video autoplay loop poster=//e onplay=x src='/-/sign-out'>a</video>", "<video>a</video>"),
        ("<meta http-equiv=refresh content='0;url=//e'>a", "a"),
        ("<base href=//e>a", "a"),
        ("<link rel=stylesheet href=//e>a", "a"),
        ("<link rel=dns-prefetch href=//e>a", "a"),
        ("<frameset><frame src=//e></frameset>a", "a"),
        ("<dialog open>x</dialog>a", "xa"),
        ("<picture><source srcset=//e></picture>a", "a"),
        ("<!--<img src=x>-->a", "a"),
        ("<!--><img src=//e>-->a", "<img>--&gt;a"),
        ("<![CDATA[<img src=//e>]]>a", "]]&gt;a"),
        ("<?xml <img>?>a", "?&gt;a"),
        ("<x-y onclick=1>a</x-y>", "a"),
        ("<img src=x onerror=alert(1)>", "<img>"),
        ("<img/src=x/onerror=alert(1)>", "<img>"),
        ("<IMG SRC=x ONERROR=alert(1)>", "<img>"),
        ("<image src=x onerror=1>a", "a"),
        ("<a\u{c}onclick=1>a</a>", "<a>a</a>"),
        ("<p \"onclick=\"1\">a</p>", "<p>a</p>"),
        ("<details open ontoggle=1>a</details>", "<details open=\"\">a</details>"),
        ("<div style='position:fixed'>a</div>", "<div>a</div>"),
    ]);
}

#[test]
fn no_attribute_reaches_beyond_the_page() {
    assert_all(&[
        ("<button popovertarget=x popovertargetaction=show>a</button>", "<button>a</button>"),
        ("<div popover>a</div>", "<div>a</div>"),
        ("<button command=show-modal commandfor=x>a</button>", "<button>a</button>"),
        ("<input form=shell>", "<input>"),
        ("<button formaction=/-/share formmethod=post>a</button>", "<button>a</button>"),
        ("<input type=submit formaction=/-/share value=a>", "<input type=\"submit\" value=\"a\">"),
        ("<input type=password name=p>", ""),
        ("<input type=PASSWORD name=p>", ""),
        ("<input type=file>", ""),
        ("<input type=image src=//e>", ""),
        ("<input type=hidden name=veillee-choice value=1>", ""),
        ("<input type=hidden name=VEILLEE-choice value=1>", ""),
        ("<textarea name=veillee-x></textarea>", "<textarea></textarea>"),
        ("<input name=_charset_>", "<input>"),
        ("<input autocomplete=current-password>", "<input>"),
        ("<input autocomplete='one-time-code'>", "<input>"),
        ("<input autocomplete='section-a cc-number'>", "<input>"),
        ("<input autocomplete=email>", "<input autocomplete=\"email\">"),
        ("<p contenteditable is=x slot=s part=p nonce=n data-x=1 accesskey=s draggable=true>a", "<p>a</p>"),
        ("<a target=_top ping=//e href=/album>a</a>", "<a href=\"/album\">a</a>"),
        ("<a download=x href=/album>a</a>", "<a href=\"/album\">a</a>"),
        ("<a download='../x' href=/-/blob/o/original>a</a>", "<a href=\"/-/blob/o/original\">a</a>"),
        ("<div id=shell-menu>a</div>", "<div id=\"p-shell-menu\">a</div>"),
        ("<div id='a b'>a</div>", "<div>a</div>"),
        ("<label for=x aria-labelledby='y z'>a", "<label aria-labelledby=\"p-y p-z\" for=\"p-x\">a</label>"),
        ("<div class='shell-header veillee-x ok UPPER outside'>a</div>", "<div class=\"ok\">a</div>"),
        ("<div role=dialog aria-modal=true>a</div>", "<div>a</div>"),
        ("<div role=alertdialog>a</div>", "<div>a</div>"),
        ("<p tabindex=5>a", "<p>a</p>"),
        ("<td colspan=2>a", "a"),
        ("<table><td colspan=99999>a", "<table><tbody><tr><td colspan=\"100\">a</td></tr></tbody></table>"),
        ("<form name=body id=x>a</form>", "<form id=\"p-x\">a</form>"),
        ("<img name=cookie usemap=#x crossorigin>", "<img>"),
        ("<p title=a title='\"><script>'>b", "<p title=\"a\">b</p>"),
        ("<p title='\"><script>1</script>'>b", "<p title=\"&quot;&gt;&lt;script&gt;1&lt;/script&gt;\">b</p>"),
        ("<p title='a\u{202E}b\r\n&#1;'>c", "<p title=\"ab\n\">c</p>"),
    ]);
}

const REFUSED_LINKS: &[&str] = &[
    "javascript:alert(1)",
    " JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#10;script:1",
    "&#1;javascript:1",
    "data:text/html,x",
    "vbscript:x",
    "blob:x",
    "file:///etc",
    "ws://e",
    "//e",
    "///e",
    "/\\e",
    "\\\\e",
    "http:e",
    "http:/e",
    "https:\\\\e",
    "https://a@e",
    "https://a:b@e",
    "https://",
    "https://[::1]",
    "https://e:99999999",
    "/-/share",
    "/-/account",
    "/-",
    "/-?x",
    "/%2d/share",
    "/%2D/share",
    "/./-/share",
    "/album/../-/share",
    "/album/%2e%2e/-/share",
    "/album/.%2E/x",
    "/album/..",
    "/album/%2F..",
    "/album/%5cx",
    "/album/%252e%252e/x",
    "/album/%00",
    "/album/%zz",
    "/album//x",
    "/album/a\\b",
    "/Album",
    "album/x",
    "../x",
    "./x",
    "/-/blob/o",
    "/-/blob/o/..",
    "/-/blob/../share/x",
    "/-/blob/o/n/x",
    "/-/blob/o/n?x",
    "/-/blob/o/%2e",
    "/-/leave?to=//e",
    "/-/leave?to=javascript:1",
    "/-/leave?to=%6aavascript:1",
    "/-/leave?x",
    "/-/leave",
    "#a b",
    "/album#:~:text=x",
    "mailto:a@b?bcc=c",
    "mailto:a@b?subject=x%0d%0aBcc:c",
    "mailto:a@b<c>",
    "tel:javascript",
    "/-/plugin/album/d1/x",
    "",
];

const REFUSED_IMAGES: &[&str] = &[
    "https://e/x.png",
    "//e/x.png",
    "data:image/png;base64,x",
    "/album/x",
    "/-/share",
    "/-/blob/o",
    "x.png",
    "/-/plugin/other/d1/x.png",
    "/-/plugin/album/d1/../d2/x",
    "/-/plugin/album/d1/%2e%2e/x",
    "/-/plugin/album/d1/",
    "/-/plugin/album/d1/x?y",
    "/-/blob/o/n#x",
    "blob:x",
    "/-/plugin/album/d1/a//b",
];

const REFUSED_ACTIONS: &[&str] = &[
    "/-/share",
    "/envoi",
    "/albums",
    "/album/../envoi",
    "/album/%2e%2e/envoi",
    "//e/album",
    "https://e",
    "",
    ".",
    "x",
    "/album\\x",
    "javascript:1",
    "/",
    "/-/blob/o/n",
    "/%61lbum",
    "/album#x",
    "#x",
    "mailto:a@b",
];

#[test]
fn no_address_leaves_its_place() {
    for address in REFUSED_LINKS {
        assert_eq!(pass(&format!("<a href='{address}'>x</a>")).html, "<a>x</a>", "{address}");
    }
    for address in REFUSED_IMAGES {
        assert_eq!(pass(&format!("<img src='{address}'>")).html, "<img>", "{address}");
        let set = format!("<img srcset='/-/blob/o/a 1x, {address} 2x'>");
        assert_eq!(pass(&set).html, "<img>", "{address}");
    }
    for address in REFUSED_ACTIONS {
        assert_eq!(pass(&format!("<form action='{address}'></form>")).html, "<form></form>", "{address}");
    }
    let tried = REFUSED_LINKS.len() + 2 * REFUSED_IMAGES.len() + REFUSED_ACTIONS.len();
    println!("addresses: tried {tried}, leaked 0");
}

#[test]
fn an_address_that_may_pass_is_written_canonically() {
    let mark = "<span class=\"outside\"> (autre site)</span></a>";
    let leave = |to: &str| format!("<a href=\"/-/leave?to={to}\" rel=\"noreferrer noopener nofollow\">x{mark}");
    assert_eq!(
        pass("<a href='HTTPS://E.org/a?b=c&d#f' rel=opener>x").html,
        leave("https%3A%2F%2Fe.org%2Fa%3Fb%3Dc%26d%23f")
    );
    assert_eq!(pass("<a href='/-/leave?to=http://e.org'>x").html, leave("http%3A%2F%2Fe.org"));
    assert_eq!(pass("<a href='https://e.org'>x<span class=outside>fake</span></a>").html, leave("https%3A%2F%2Fe.org"));
    assert_all(&[
        (
            "<form action='/album?a=1' method=POST enctype=multipart/form-data></form>",
            "<form action=\"/album?a=1\" enctype=\"multipart/form-data\" method=\"post\"></form>",
        ),
        ("<form action='?a=1' method=dialog enctype=text/plain></form>", "<form action=\"?a=1\"></form>"),
        ("<a href='/'>x</a>", "<a href=\"/\">x</a>"),
        ("<a href='/envoi/a?q=100%&r=\"'>x</a>", "<a href=\"/envoi/a?q=100%25&amp;r=%22\">x</a>"),
        ("<a href='#x'>x</a>", "<a href=\"#p-x\">x</a>"),
        ("<img src=/-/plugin/album/d1/icons/a.svg>", "<img src=\"/-/plugin/album/d1/icons/a.svg\">"),
    ]);
}

#[test]
fn no_nesting_is_left_to_a_browser() {
    assert_all(&[
        ("</main><p>a", "<p>a</p>"),
        ("</div></body></html>a", "a"),
        ("<div><p>a</main></div>", "<div><p>a</p></div>"),
        ("<main><p>a</main>", "<p>a</p>"),
        ("<p>a</b></p></p>", "<p>a</p>"),
        ("<b><p>a</b>b</p>", "<b><p>a</p></b>b"),
        (
            "<form action=/album><form action=/-/share><input></form><input></form>",
            "<form action=\"/album\"><input><input></form>",
        ),
        ("<a href=/album>a<a href=/>b</a>c</a>d", "<a href=\"/album\">abc</a>d"),
        ("<button>a<button>b</button>c</button>", "<button>abc</button>"),
        ("<table>a<div>b</div><tr><td>c</table>", "<table><tbody><tr><td>c</td></tr></tbody></table>"),
        ("<table><form><tr><td></form><input></table>", "<table><tbody><tr><td><input></td></tr></tbody></table>"),
        ("<tr><td>a</td></tr>", "a"),
        ("<div><table><tr><td></div>a", "<div><table><tbody><tr><td>a</td></tr></tbody></table></div>"),
        ("<table><table><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<select><div>a</div><script>b</script><option>c<b>d</b></select>", "<select><option>cd</option></select>"),
        ("<select><select><option>a</select>", "<select><option>a</option></select>"),
        ("<option>a</option><li>b</li><dd>c</dd>", "abc"),
        ("<textarea><script>1</script></textarea>", "<textarea>&lt;script&gt;1&lt;/script&gt;</textarea>"),
        ("<textarea></textarea ><img src=x onerror=1>", "<textarea></textarea><img>"),
        ("<textarea>a", "<textarea>a</textarea>"),
        ("a\0b\u{202E}c\u{2066}d\u{85}e&#x202e;f&#0;", "abcdef\u{FFFD}"),
        ("<p", ""),
        ("<p title='", ""),
        ("a<", "a&lt;"),
        ("&lt;script&gt;&amp;lt;", "&lt;script&gt;&amp;lt;"),
        ("<veillee-unknown>a</veillee-unknown>b", "b"),
        ("<form><veillee-form></veillee-form></form>", "<form></form>"),
        ("<a><veillee-time>x</veillee-time></a>", "<a></a>"),
        ("<table><veillee-block></veillee-block><tr><td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
        ("<veillee-x\"onclick>a</veillee-x\"onclick>b", "ab"),
    ]);
}

#[test]
fn limits_end_the_page_and_not_the_host() {
    let deep = pass(&"<div>".repeat(10_000)).html;
    assert_eq!(deep, format!("{}{}", "<div>".repeat(limits::DEPTH), "</div>".repeat(limits::DEPTH)));
    let many = pass(&"<br>".repeat(limits::NODES + 10));
    assert_eq!(many.html.len(), limits::NODES * 4);
    assert_eq!(many.dropped[0].kind, DroppedKind::Limit);
    let long = pass(&"é".repeat(limits::INPUT_BYTES));
    assert_eq!(long.html.len(), limits::INPUT_BYTES);
    let escaped = pass(&"&".repeat(limits::INPUT_BYTES));
    assert!(escaped.html.len() <= limits::OUTPUT_BYTES);
    let noisy = pass(&"<script>\u{1b}[2J</script><p onclick='\u{1b}\n'>".repeat(100));
    assert_eq!(noisy.dropped.len(), limits::DROPPED_ENTRIES);
    assert!(noisy.dropped.iter().all(|entry| !entry.to_string().contains(char::is_control)));
}

#[test]
fn the_operator_reads_what_was_dropped() {
    let told: Vec<String> = pass("<script></script><p onclick=x><a href=//e>a</a><img src=/x>")
        .dropped
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        ["element <script>", "attribute onclick=x of <p>", "address href=//e of <a>", "address src=/x of <img>"]
    );
}
