//! Tries to run script: its own text, its own assets `evil.js`, `evil.svg` and `evil.css` under the address `?assets=`
//! (without a slash at its end), event handlers, script addresses.

use veillee_sdk::{Call, Error, Response, escape};

use crate::loot::raw_page;

const MAIN: &str = r#"<h1>own script</h1>
<script>document.title = "owned"</script><SCRIPT>document.title = "owned"</SCRIPT>
<script src="ASSETS/evil.js"></script><script src="/hostile/evil.js"></script>
<script type="module">import "ASSETS/evil.js"</script>
<script type="importmap">{"imports":{"host":"ASSETS/evil.js"}}</script>
<script type="speculationrules">{"prefetch":[{"urls":["https://evil.example/"]}]}</script>
<script nonce="">document.title = "owned"</script><scr<script>ipt>document.title = "owned"</scr</script>ipt>
<svg onload="document.title='owned'"><animate onbegin="document.title='owned'" attributeName="x"/></svg>
<svg><script>document.title = "owned"</script><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<svg><use href="ASSETS/evil.svg#x"/><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></mglyph></math>
<img src="x" onerror="document.title='owned'"><img src=x onerror=document.title='owned'//><img/src=x/onerror=alert(1)>
<img src="javascript:alert(1)"><img src="data:image/svg+xml,<svg onload=alert(1)>">
<a href="javascript:document.title='owned'">a</a><a href=" java&#10;script:alert(1)">b</a>
<a href="&#106;avascript:alert(1)">c</a><a href="JaVaScRiPt:alert(1)">d</a><a href="data:text/html,<script>1</script>">e</a>
<a href="vbscript:x">f</a><a href="blob:x">g</a><a href="//evil.example/%0ajavascript:alert(1)">h</a>
<form method="post" action="javascript:alert(1)"><button formaction="javascript:alert(1)">i</button></form>
<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>parent.document.title='owned'</script>"></iframe>
<object data="data:text/html,<script>alert(1)</script>"></object><embed src="ASSETS/evil.svg">
<details ontoggle="document.title='owned'" open><summary>j</summary></details>
<input onfocus="document.title='owned'" autofocus><video onerror=alert(1)><source src=x onerror=alert(1)></video>
<body onpageshow="document.title='owned'"><p onclick="alert(1)" onpointerover='alert(1)' ONMOUSEOVER=alert(1)>k</p>
<template shadowrootmode="open"><script>document.title = "owned"</script></template>
<noscript><p title="</noscript><script>document.title='owned'</script>"></noscript>
<textarea></textarea><script>document.title = "owned"</script><title></title><script>document.title="owned"</script>
<p title="&quot;&gt;&lt;script&gt;">l</p><p title='"><script>alert(1)</script>'>m</p><p "onclick=alert(1)">n</p>
<link rel="stylesheet" href="ASSETS/evil.css"><link rel="modulepreload" href="ASSETS/evil.js">
"#;

pub fn attack(call: &mut Call<'_>) -> Result<Response, Error> {
    let assets = call.query_field("assets").unwrap_or("/-/plugin/hostile");
    Ok(raw_page("own script", MAIN.replace("ASSETS", &escape(assets))))
}
