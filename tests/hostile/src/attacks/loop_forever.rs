//! Never answers.

use std::hint::black_box;

use veillee_sdk::{Call, Error, Response};

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    let mut turns = 0_u64;
    loop {
        turns = black_box(turns.wrapping_add(1));
    }
}
