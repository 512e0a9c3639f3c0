//! Takes memory until there is none.

use veillee_sdk::{Call, Error, Response};

pub fn attack(_call: &mut Call<'_>) -> Result<Response, Error> {
    let mut hoard = Vec::new();
    loop {
        hoard.push(std::hint::black_box(vec![1_u8; 1024 * 1024]));
    }
}
