use wasmtime::component::Resource;

use super::{invalid, weight};
use crate::bindings::veillee::objects::read::{Host, HostQuery, Page, Row};
use crate::bindings::veillee::types::types as wire;
use crate::convert::{error_to_guest, page_to_guest, row_to_guest, value_from_guest};
use crate::limits::{MAX_ANY_OF_VALUES, MAX_FILTERS, MAX_SELECT_NAMES};
use crate::state::State;
use crate::types::{Error, Filter, Order, Query};

/// A query under construction. A mistake is told by `run` and `count`, because the functions that build cannot fail.
#[expect(unreachable_pub, reason = "the generated bindings re-export it")]
pub struct QueryDraft {
    query: Query,
    mistake: Option<Error>,
}

impl State {
    /// Changes a draft, or marks it: a draft with a mistake keeps nothing more.
    fn draft(
        &mut self,
        draft: &Resource<QueryDraft>,
        bytes: usize,
        change: impl FnOnce(&mut Query) -> Result<(), Error>,
    ) -> wasmtime::Result<()> {
        self.count_host_call()?;
        let fits = self.may_hold(bytes);
        let draft = self.table.get_mut(draft)?;
        if draft.mistake.is_some() {
            return Ok(());
        }
        let changed = if fits { change(&mut draft.query) } else { Err(super::held_too_much()) };
        draft.mistake = changed.err();
        Ok(())
    }

    fn finished_query(&self, draft: &Resource<QueryDraft>) -> wasmtime::Result<Result<Query, Error>> {
        let draft = self.table.get(draft)?;
        Ok(draft.mistake.clone().map_or_else(|| Ok(draft.query.clone()), Err))
    }
}

fn check_select(select: &[String]) -> Result<(), Error> {
    if select.len() > MAX_SELECT_NAMES {
        return Err(invalid(format!("select names {} columns, {MAX_SELECT_NAMES} are allowed", select.len())));
    }
    Ok(())
}

fn add_filter(query: &mut Query, filter: Filter) -> Result<(), Error> {
    if query.filters.len() == MAX_FILTERS {
        return Err(invalid(format!("a query takes at most {MAX_FILTERS} filters")));
    }
    query.filters.push(filter);
    Ok(())
}

impl Host for State {
    async fn get(&mut self, id: String, select: Vec<String>) -> wasmtime::Result<Result<Row, wire::Error>> {
        self.begin_waiting()?;
        let row = match check_select(&select) {
            Ok(()) => self.capabilities.get(&id, &select).await,
            Err(mistake) => Err(mistake),
        };
        self.end_waiting();
        Ok(row.map(row_to_guest).map_err(error_to_guest))
    }

    async fn may(&mut self, id: String, action: String) -> wasmtime::Result<Result<bool, wire::Error>> {
        self.begin_waiting()?;
        let may = self.capabilities.may(&id, &action).await;
        self.end_waiting();
        Ok(may.map_err(error_to_guest))
    }

    async fn may_create(&mut self, collection: String) -> wasmtime::Result<Result<bool, wire::Error>> {
        self.begin_waiting()?;
        let may = self.capabilities.may_create(&collection).await;
        self.end_waiting();
        Ok(may.map_err(error_to_guest))
    }
}

impl HostQuery for State {
    fn new(&mut self, collection: String, select: Vec<String>) -> wasmtime::Result<Resource<QueryDraft>> {
        self.count_host_call()?;
        let fits = self.may_hold(weight::of_text(&collection) + weight::of_texts(&select));
        let checked = if fits { check_select(&select) } else { Err(super::held_too_much()) };
        let draft = match checked {
            Ok(()) => QueryDraft { query: Query { collection, select, ..Query::default() }, mistake: None },
            Err(mistake) => QueryDraft { query: Query::default(), mistake: Some(mistake) },
        };
        Ok(self.table.push(draft)?)
    }

    fn under(&mut self, draft: Resource<QueryDraft>, parent: String) -> wasmtime::Result<()> {
        self.draft(&draft, weight::of_text(&parent), |query| {
            query.under = Some(parent);
            Ok(())
        })
    }

    fn equals(&mut self, draft: Resource<QueryDraft>, field: String, value: wire::Value) -> wasmtime::Result<()> {
        let value = value_from_guest(value);
        let bytes = weight::of_text(&field) + weight::of_value(&value);
        self.draft(&draft, bytes, |query| add_filter(query, Filter::Equals { field, value }))
    }

    fn between(
        &mut self,
        draft: Resource<QueryDraft>,
        field: String,
        low: wire::Value,
        high: wire::Value,
    ) -> wasmtime::Result<()> {
        let (low, high) = (value_from_guest(low), value_from_guest(high));
        let bytes = weight::of_text(&field) + weight::of_value(&low) + weight::of_value(&high);
        self.draft(&draft, bytes, |query| add_filter(query, Filter::Between { field, low, high }))
    }

    fn any_of(&mut self, draft: Resource<QueryDraft>, field: String, values: Vec<wire::Value>) -> wasmtime::Result<()> {
        let values: Vec<_> = values.into_iter().map(value_from_guest).collect();
        let bytes = weight::of_text(&field) + values.iter().map(weight::of_value).sum::<usize>();
        self.draft(&draft, bytes, |query| {
            if values.len() > MAX_ANY_OF_VALUES {
                return Err(invalid(format!("any-of takes at most {MAX_ANY_OF_VALUES} values")));
            }
            add_filter(query, Filter::AnyOf { field, values })
        })
    }

    fn search(&mut self, draft: Resource<QueryDraft>, words: String) -> wasmtime::Result<()> {
        self.draft(&draft, weight::of_text(&words), |query| {
            query.search = Some(words);
            Ok(())
        })
    }

    fn order(&mut self, draft: Resource<QueryDraft>, field: String, descending: bool) -> wasmtime::Result<()> {
        self.draft(&draft, weight::of_text(&field), |query| {
            query.order = Some(Order { field, descending });
            Ok(())
        })
    }

    async fn run(
        &mut self,
        draft: Resource<QueryDraft>,
        after: Option<String>,
        limit: u32,
    ) -> wasmtime::Result<Result<Page, wire::Error>> {
        self.begin_waiting()?;
        let page = match self.finished_query(&draft)? {
            Ok(query) => self.capabilities.run(&query, after, limit).await,
            Err(mistake) => Err(mistake),
        };
        self.end_waiting();
        Ok(page.map(page_to_guest).map_err(error_to_guest))
    }

    async fn count(&mut self, draft: Resource<QueryDraft>, up_to: u32) -> wasmtime::Result<Result<u32, wire::Error>> {
        self.begin_waiting()?;
        let count = match self.finished_query(&draft)? {
            Ok(query) => self.capabilities.count(&query, up_to).await,
            Err(mistake) => Err(mistake),
        };
        self.end_waiting();
        Ok(count.map_err(error_to_guest))
    }

    fn drop(&mut self, draft: Resource<QueryDraft>) -> wasmtime::Result<()> {
        self.table.delete(draft)?;
        Ok(())
    }
}
