use std::collections::HashMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use ::bytes::Bytes;
use axum::body::{Body, HttpBody};
use axum::response::Response;
use hyper::body::{Frame, SizeHint};

use crate::limits;

/// How many requests of each account are being answered, whichever of its tokens they come with.
#[derive(Clone, Default)]
pub struct Flights(Arc<Mutex<HashMap<String, usize>>>);

/// One of them; it is over when this is dropped.
pub struct Flight {
    flights: Flights,
    account: String,
}

impl Flights {
    /// None when the account has as many under way as it may.
    pub fn begin(&self, account: &str) -> Option<Flight> {
        let mut flights = self.held();
        let under_way = flights.entry(account.to_owned()).or_default();
        if *under_way >= limits::API_FLIGHTS_MAX {
            return None;
        }
        *under_way += 1;
        Some(Flight { flights: self.clone(), account: account.to_owned() })
    }

    fn held(&self) -> MutexGuard<'_, HashMap<String, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let mut flights = self.flights.held();
        if let Some(under_way) = flights.get_mut(&self.account) {
            *under_way = under_way.saturating_sub(1);
            if *under_way == 0 {
                flights.remove(&self.account);
            }
        }
    }
}

impl Flight {
    /// It lasts until the whole answer is sent, or whoever asked is gone.
    pub fn until_sent(self, response: Response) -> Response {
        response.map(|body| Body::new(Sent { body, _flight: self }))
    }
}

struct Sent {
    body: Body,
    _flight: Flight,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_so_many_at_a_time_and_each_that_ends_lets_another_begin() {
        let flights = Flights::default();
        let mut under_way: Vec<Flight> =
            (0..limits::API_FLIGHTS_MAX).map(|_| flights.begin("anne").expect("a place")).collect();
        assert!(flights.begin("anne").is_none());
        assert!(flights.begin("bruno").is_some());
        under_way.pop();
        under_way.push(flights.begin("anne").expect("a place again"));
        assert!(flights.begin("anne").is_none());
        drop(under_way);
        assert!(flights.held().is_empty(), "nothing is remembered of who is done");
    }

    #[tokio::test]
    async fn it_lasts_as_long_as_its_answer() {
        let flights = Flights::default();
        let flight = flights.begin("anne").expect("a place");
        let response = flight.until_sent(Response::new(Body::from("answer")));
        assert_eq!(response.body().size_hint().exact(), Some(6));
        assert_eq!(flights.held().len(), 1);
        let read = axum::body::to_bytes(response.into_body(), 10).await.expect("read");
        assert_eq!((&read[..], flights.held().len()), (&b"answer"[..], 0));
    }
}
