use veillee_ambient::Random;
use zeroize::Zeroizing;

/// The key of one content, 256 random bits, wiped from memory when dropped. It has no `Debug` on purpose.
///
/// It leaves the process only wrapped: see [`WrappingKey::wrap`](crate::WrappingKey::wrap).
#[derive(Clone)]
pub struct ContentKey(Zeroizing<[u8; 32]>);

impl ContentKey {
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        random.fill(bytes.as_mut());
        Self(bytes)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    pub(crate) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}
