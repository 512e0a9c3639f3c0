//! What services used, as it is written down.

use std::sync::Arc;

use veillee::observe::ledger::{Ledger, Spent};
use veillee_ambient::{MILLIS_PER_DAY, TestClock};

use super::bench::Bench;

on_both!(what_is_counted_over_midnight_is_written_to_its_day_and_adds_up);

async fn what_is_counted_over_midnight_is_written_to_its_day_and_adds_up(bench: Bench) {
    let clock = Arc::new(TestClock::at(20_000 * MILLIS_PER_DAY + MILLIS_PER_DAY - 1));
    let ledger = Arc::new(Ledger::new(clock.clone()));
    let album = ledger.of("test", "album");
    let one = Spent {
        requests: 1,
        errors: 1,
        cpu_us: 5,
        peak_memory_bytes: 700,
        received_bytes: 11,
        sent_bytes: u64::from(u32::MAX),
    };
    album.add(&one);
    bench.association.write_ledger(&ledger.take()).await.expect("written");
    album.add(&Spent { peak_memory_bytes: 300, ..one });
    clock.advance(1);
    album.add(&one);
    ledger.of("test", "hello").sent(1);
    bench.association.write_ledger(&ledger.take()).await.expect("written");
    bench.association.write_ledger(&ledger.take()).await.expect("nothing to write");
    let written = bench.association.ledger(20_000..20_002).await.expect("read");
    let rows: Vec<_> = written.iter().map(|entry| (entry.day, entry.service.as_str(), entry.spent)).collect();
    let twice = Spent {
        requests: 2,
        errors: 2,
        cpu_us: 10,
        peak_memory_bytes: 700,
        received_bytes: 22,
        sent_bytes: 2 * u64::from(u32::MAX),
    };
    let hello = Spent { sent_bytes: 1, ..Spent::default() };
    assert_eq!(rows, [(20_000, "album", twice), (20_001, "album", one), (20_001, "hello", hello)]);
    assert_eq!(bench.association.ledger(20_001..20_002).await.expect("read").len(), 2);
}
