//! How the time to filter grows with the page: printed, never judged.

mod site;

use std::fmt::Write as _;

use site::pass;

#[test]
#[expect(clippy::disallowed_methods, reason = "a measurement for people; nothing is decided by it")]
fn the_time_for_a_page_of_60_kb_is_printed() {
    let mut page = String::from("<h1>Album</h1><ul class=grid>");
    while page.len() < 60_000 {
        let at = page.len();
        write!(page, "<li><figure><a href=/album/p{at}><img src=/-/blob/o{at}/thumbnail alt='Photo {at}' width=512>")
            .unwrap();
        write!(
            page,
            "</a><figcaption>Été &amp; mer, <a href='https://example.org/{at}'>ailleurs</a></figcaption></figure>"
        )
        .unwrap();
    }
    let rounds: u32 = 20;
    let start = std::time::Instant::now();
    let written: usize = (0..rounds).map(|_| pass(&page).html.len()).sum();
    let each = start.elapsed() / rounds;
    println!("filter: {} bytes in, {} bytes out, {each:?} each", page.len(), written / rounds as usize);
    assert!(written > page.len() * rounds as usize, "every element of the page passes, with canonical addresses");
}
