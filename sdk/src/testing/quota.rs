use super::MemoryDoor;
use super::store::Store;
use crate::Value;

/// What an object without fields takes.
const OBJECT_BYTES: u64 = 200;

impl MemoryDoor {
    /// The same host with room for so many bytes: fields, blobs and 200 for each object, the trash included. What would grow
    /// beyond it is answered with [`Error::QuotaExceeded`](crate::Error::QuotaExceeded), and nothing of it is kept; deleting,
    /// restoring and writing less go on. A real host counts in more detail.
    ///
    /// ```
    /// use veillee_sdk::testing::MemoryDoor;
    /// use veillee_sdk::{Call, Error, Request};
    ///
    /// let request = Request::post("/").with_files("photos", &[("lake.jpg", 5_000_000)]);
    /// let mut door = MemoryDoor::new().room_bytes(1_000_000);
    /// door.begin(&request);
    /// let mut call = Call::new("album", &request, &mut door);
    /// let photos = call.choice("photos").expect("files");
    /// let mut changes = call.change_set();
    /// let photo = changes.create("photo", []);
    /// changes.attach(&photo, "original", photos, 0);
    /// assert_eq!(changes.commit(), Err(Error::QuotaExceeded));
    /// assert!(door.objects("photo").is_empty());
    /// ```
    #[must_use]
    pub fn room_bytes(mut self, bytes: u64) -> Self {
        self.room_bytes = Some(bytes);
        self
    }

    /// Whether what is kept now is too much, and more than before.
    pub(super) fn is_over_quota(&self, before: &Store) -> bool {
        let (used, used_before) = (used_bytes(&self.store), used_bytes(before));
        used > used_before && self.room_bytes.is_some_and(|room| used > room)
    }
}

fn used_bytes(store: &Store) -> u64 {
    let of_object = |object: &super::Object| {
        let blobs: u64 = object.blobs.iter().map(|(_, size_bytes)| size_bytes).sum();
        let fields: u64 = object.fields.iter().map(|(_, value)| value_bytes(value)).sum();
        OBJECT_BYTES + blobs + fields
    };
    store.objects.iter().map(of_object).sum()
}

fn value_bytes(value: &Value) -> u64 {
    let bytes = match value {
        Value::None => 0,
        Value::Boolean(_) => 1,
        Value::Integer(_) | Value::Real(_) => 8,
        Value::Text(text) => text.len(),
        Value::Texts(texts) => texts.iter().map(String::len).sum(),
        Value::Bytes(bytes) => bytes.len(),
    };
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
