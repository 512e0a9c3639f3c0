//! What a person signs in with beside a password: an authenticator application, and a device that keeps passkeys.

use std::sync::atomic::{AtomicU32, Ordering};

use data_encoding::BASE64URL_NOPAD;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The code of an application at a moment (RFC 6238, with the numbers that every application knows).
pub fn totp_code(secret: &[u8], at_ms: i64) -> String {
    let counter = (at_ms / 30_000).to_be_bytes();
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let hash = hmac::sign(&key, &counter);
    let hash = hash.as_ref();
    let offset = usize::from(hash[19] & 0xf);
    let bytes: [u8; 4] = hash[offset..offset + 4].try_into().expect("four bytes");
    format!("{:06}", (u32::from_be_bytes(bytes) & 0x7fff_ffff) % 1_000_000)
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const HOLDS_KEY: u8 = 64;

/// A device with one passkey (Web Authentication, 6), which speaks as a browser would hand its answers on. Each of its lies
/// can be set.
pub struct Authenticator {
    key: EcdsaKeyPair,
    random: SystemRandom,
    pub credential: Vec<u8>,
    /// What the host called its account.
    pub handle: Vec<u8>,
    /// Where the browser says it is.
    pub origin: String,
    pub host: String,
    /// It asked for a finger, a face or a code.
    pub verifies: bool,
    pub counter: AtomicU32,
}

impl Authenticator {
    pub fn new(host: &str) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref(), &random);
        let key = key.expect("a key");
        let credential = Sha256::digest(key.public_key().as_ref()).to_vec();
        let (origin, host) = (format!("https://{host}"), host.to_owned());
        Self { key, random, credential, handle: Vec::new(), origin, host, verifies: true, counter: AtomicU32::new(0) }
    }

    /// Makes its passkey for what the host asks, and returns what the browser sends.
    pub fn make(&mut self, options: &Value) -> String {
        assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
        self.handle = BASE64URL_NOPAD.decode(text(&options["user"]["id"]).as_bytes()).expect("a handle");
        let client = self.client_data("webauthn.create", options);
        let id = BASE64URL_NOPAD.encode(&self.credential);
        json!({ "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": {
            "clientDataJSON": BASE64URL_NOPAD.encode(&client),
            "attestationObject": BASE64URL_NOPAD.encode(&self.attestation()),
            "transports": ["internal"],
        }})
        .to_string()
    }

    /// Signs what the host asks, and returns what the browser sends.
    pub fn show(&self, options: &Value) -> String {
        let client = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let signed = [data.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = self.key.sign(&self.random, &signed).expect("a signature");
        let id = BASE64URL_NOPAD.encode(&self.credential);
        json!({ "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {}, "response": {
            "clientDataJSON": BASE64URL_NOPAD.encode(&client),
            "authenticatorData": BASE64URL_NOPAD.encode(&data),
            "signature": BASE64URL_NOPAD.encode(signature.as_ref()),
            "userHandle": BASE64URL_NOPAD.encode(&self.handle),
        }})
        .to_string()
    }

    fn client_data(&self, kind: &str, options: &Value) -> Vec<u8> {
        let challenge = text(&options["challenge"]);
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    /// Authenticator data (6.1).
    fn data(&self, more: u8) -> Vec<u8> {
        let flags = PRESENT | if self.verifies { VERIFIED } else { 0 } | more;
        let count = self.counter.fetch_add(1, Ordering::SeqCst);
        [Sha256::digest(self.host.as_bytes()).as_slice(), &[flags], &count.to_be_bytes()].concat()
    }

    /// An attestation object without attestation (6.5), in CBOR (RFC 8949).
    fn attestation(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        // 1: kind EC2, 3: ES256, -1: curve P-256, -2 and -3: the point (RFC 9053, 7.1.1).
        let head = [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20].as_slice();
        let key = [head, &point[1..33], [0x22, 0x58, 0x20].as_slice(), &point[33..65]].concat();
        let length = u16::try_from(self.credential.len()).expect("a short id").to_be_bytes();
        let data = [self.data(HOLDS_KEY).as_slice(), &[0; 16], &length, &self.credential, &key].concat();
        let size = u8::try_from(data.len()).expect("a short answer");
        [b"\xa3cfmtdnonegattStmt\xa0hauthData\x58".as_slice(), &[size], &data].concat()
    }
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}
