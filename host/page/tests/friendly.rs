//! Pages of well-meaning plugins keep their meaning.

mod site;

use site::pass;

const ALBUM: &str = r#"<h1>Été 2026</h1>
<nav aria-label="Albums"><ul class="grid"><li><a href="/album/a1">Plage</a></li><li><a href="/album/a2?page=2#p-top">Forêt</a></li></ul></nav>
<section aria-labelledby="p-photos" id="p-zone"><h2 id="p-photos">Photos &amp; films</h2>
<figure><a href="/-/blob/o1/original" download="plage.jpg"><img alt="La plage" height="512" loading="lazy" src="/-/blob/o1/thumbnail" srcset="/-/blob/o1/thumbnail 512w, /-/blob/o1/preview 2000w" width="512"></a><figcaption>La plage, <time datetime="2026-07-14">14 juillet</time></figcaption></figure>
<table><caption>Tailles</caption><thead><tr><th scope="col">Nom</th><th scope="col">Mo</th></tr></thead><tbody><tr><td headers="p-n" rowspan="2">a</td><td>3</td></tr></tbody></table>
<dl><div><dt>Auteur</dt><dd>Anne</dd></div></dl>
<details open=""><summary>Plus</summary><p>Texte<br>suite <b>gras <i>et</i></b> <kbd>Ctrl</kbd></p></details>
<form action="/album/a1/comment" method="post"><label for="p-words">Mot</label><textarea id="p-words" maxlength="500" name="words" required="" rows="3">
&lt;b&gt; &amp; </textarea><input list="p-tags" name="tag" type="text"><datalist id="p-tags"><option value="mer"></option></datalist><select name="sort"><optgroup label="Ordre"><option selected="" value="1">Date</option><option value="2">Nom</option></optgroup></select><fieldset><legend>Choix</legend><input checked="" name="c" type="checkbox" value="1"></fieldset><button type="submit">Envoyer</button></form>
<pre><code>a &lt; b
</code></pre><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><progress max="10" value="3"></progress><p><a href="mailto:anne@example.org?subject=Photos">Écrire</a> <a href="tel:+33123456789">Appeler</a></p></section>"#;

#[test]
fn a_page_in_canonical_form_passes_unchanged_and_nothing_is_told_as_dropped() {
    let passed = pass(ALBUM);
    assert_eq!(passed.html, ALBUM);
    assert_eq!(passed.dropped, []);
}

#[test]
fn a_link_may_ask_for_the_file_and_for_the_clean_one_and_for_nothing_else() {
    for query in ["download=1", "clean=1", "clean=1&amp;download=1"] {
        let link = format!("<a href=\"/-/blob/o/original?{query}\">a</a>");
        assert_eq!(pass(&link).html, link);
    }
    for query in ["", "x=1", "download=2", "clean=1&amp;clean=1", "download=1#a"] {
        let link = format!("<a href=\"/-/blob/o/original?{query}\">a</a>");
        assert_eq!(pass(&link).html, "<a>a</a>", "{query}");
    }
}

#[test]
fn a_link_says_its_place_in_a_series_and_its_key_and_a_button_may_have_the_focus() {
    let link = "<a href=\"/album/a1/p2\" rel=\"next\" accesskey=\"n\">a</a><button autofocus=\"\">b</button>";
    assert_eq!(pass(link).html, link);
    let refused = "<a href=\"/album/a1\" rel=\"opener next\" accesskey=\"n p\">a</a><p accesskey=n autofocus>b</p>";
    assert_eq!(pass(refused).html, "<a href=\"/album/a1\">a</a><p>b</p>");
}

#[test]
fn what_the_plugin_left_to_the_browser_is_written_out() {
    let cases = [
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<select><option>a<option>b</select>", "<select><option>a</option><option>b</option></select>"),
        ("<H1 ID='x'>A</H1><BR/>", "<h1 id=\"p-x\">A</h1><br>"),
        ("<p>a<ul><li>b</ul>", "<p>a</p><ul><li>b</li></ul>"),
        ("<table><col><tr><td>x", "<table><colgroup><col></colgroup><tbody><tr><td>x</td></tr></tbody></table>"),
        ("<!doctype html><html><head><title>t</title></head><body><main><p>a</p></main></body></html>", "<p>a</p>"),
        ("<input required name=q>", "<input name=\"q\" required=\"\">"),
        ("<h2>a<h3>b", "<h2>a</h2><h3>b</h3>"),
        ("<a href='/album/été b'>x</a>", "<a href=\"/album/%C3%A9t%C3%A9%20b\">x</a>"),
    ];
    for (page, expected) in cases {
        assert_eq!(pass(page).html, expected, "{page}");
    }
}

#[test]
fn a_host_element_is_replaced_by_the_hosts_html() {
    let cases = [
        ("<p>le <veillee-time at=3><b>14</b> juillet</veillee-time>.</p>", "<p>le <time>14 juillet</time>.</p>"),
        ("<p>a<veillee-block></veillee-block>b</p>", "<p>a</p><div>host</div>b"),
        ("<div><veillee-time>x</div>y", "<div><time>x</time></div>y"),
        ("a<veillee-time/>b", "a<time></time>b"),
        ("<veillee-time><script>x</script>y<style>z</style></veillee-time>", "<time>y</time>"),
        ("<veillee-form></veillee-form>", "<form action=\"/album/host\"></form>"),
    ];
    for (page, expected) in cases {
        assert_eq!(pass(page).html, expected, "{page}");
    }
}
