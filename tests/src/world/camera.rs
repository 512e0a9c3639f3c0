//! Pictures as a camera writes them: with a place, a serial number and a name in them.

use images::Picture;

/// No row and no column equals another.
pub fn gradient(width: u32, height: u32) -> Picture {
    let byte = |value: u32| u8::try_from(value % 256).expect("a byte");
    let pixel =
        |x: u32, y: u32| [byte(x * 255 / width), byte(y * 255 / height), byte((x + y) * 255 / (width + height))];
    let rgb = (0..height).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    Picture { width, height, rgb }
}

/// Grain that hardly any compression helps with: as a JPEG about a byte for each pixel.
pub fn grain(width: u32, height: u32) -> Picture {
    let mut state = 1_u32;
    let byte = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    Picture { width, height, rgb: (0..width * height * 3).map(byte).collect() }
}

/// A JPEG of the size stored, to be turned by `orientation` (TIFF 6.0), taken on 3 May 2026 at 14:05:09 at 48.8584 N,
/// 2.2945 E, with a camera `VeilleeCam` of the serial number `SN-4711` that belongs to `Anne Martin`.
pub fn camera_jpeg(width: u32, height: u32, orientation: u8) -> Vec<u8> {
    camera_jpeg_of(&gradient(width, height), orientation)
}

/// The same, of a picture.
pub fn camera_jpeg_of(picture: &Picture, orientation: u8) -> Vec<u8> {
    let plain = picture.to_jpeg().expect("a JPEG");
    let mut body = b"Exif\0\0".to_vec();
    body.extend_from_slice(&tiff(orientation));
    let xmp = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' \
        xmlns:exif='http://ns.adobe.com/exif/1.0/' exif:GPSLatitude='48,51.504N' exif:GPSLongitude='2,17.67E' \
        xmlns:dc='http://purl.org/dc/elements/1.1/' dc:rights='Anne Martin'/></rdf:RDF></x:xmpmeta>";
    let parts = [segment(0xE1, &body), segment(0xE1, xmp), segment(0xFE, b"Anne Martin")].concat();
    [&plain[..2], parts.as_slice(), &plain[2..]].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
    [&[0xFF, marker], length.as_slice(), body].concat()
}

/// A field of a TIFF directory.
struct Field {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

fn text(tag: u16, text: &str) -> Field {
    let value = [text.as_bytes(), b"\0"].concat();
    Field { tag, kind: 2, count: u32::try_from(value.len()).expect("short"), value }
}

fn long(tag: u16, value: u32) -> Field {
    Field { tag, kind: 4, count: 1, value: value.to_le_bytes().to_vec() }
}

/// Degrees, minutes and hundredths of seconds.
fn angle(tag: u16, parts: [u32; 3]) -> Field {
    let value =
        parts.iter().zip([1_u32, 1, 100]).flat_map(|(part, of)| [part.to_le_bytes(), of.to_le_bytes()].concat());
    Field { tag, kind: 5, count: 3, value: value.collect() }
}

/// A directory that stands at `at`, with its values behind it.
fn directory(at: usize, fields: Vec<Field>) -> Vec<u8> {
    let mut out = u16::try_from(fields.len()).expect("few").to_le_bytes().to_vec();
    let mut values = Vec::new();
    let behind = at + 2 + fields.len() * 12 + 4;
    for field in fields {
        out.extend_from_slice(&field.tag.to_le_bytes());
        out.extend_from_slice(&field.kind.to_le_bytes());
        out.extend_from_slice(&field.count.to_le_bytes());
        if field.value.len() <= 4 {
            let mut four = field.value;
            four.resize(4, 0);
            out.extend_from_slice(&four);
        } else {
            out.extend_from_slice(&u32::try_from(behind + values.len()).expect("near").to_le_bytes());
            values.extend_from_slice(&field.value);
            if values.len() % 2 == 1 {
                values.push(0);
            }
        }
    }
    out.extend_from_slice(&[0; 4]);
    out.extend_from_slice(&values);
    out
}

fn tiff(orientation: u8) -> Vec<u8> {
    const FIRST: usize = 8;
    let first = |camera: u32, place: u32| {
        let turned = Field { tag: 0x0112, kind: 3, count: 1, value: vec![orientation, 0] };
        let fields = vec![
            text(0x010F, "VeilleeCam"),
            turned,
            text(0x013B, "Anne Martin"),
            long(0x8769, camera),
            long(0x8825, place),
        ];
        directory(FIRST, fields)
    };
    let camera_at = FIRST + first(0, 0).len();
    let camera = directory(camera_at, vec![text(0x9003, "2026:05:03 14:05:09"), text(0xA431, "SN-4711")]);
    let place_at = camera_at + camera.len();
    let place = vec![text(1, "N"), angle(2, [48, 51, 3_024]), text(3, "E"), angle(4, [2, 17, 4_020])];
    let place = directory(place_at, place);
    let at = |place: usize| u32::try_from(place).expect("near");
    [b"II*\0\x08\0\0\0".as_slice(), &first(at(camera_at), at(place_at)), &camera, &place].concat()
}
