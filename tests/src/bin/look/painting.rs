//! Photos made here, which show a sky over hills: of the shapes that cameras and telephones give, each unlike the others.

use images::Picture;

type Colour = [u8; 3];

/// Sky above, sky at the horizon, sun or moon, hills far away, hills near by.
const LIGHTS: [[Colour; 5]; 4] = [
    [[96, 150, 206], [226, 238, 244], [255, 244, 214], [122, 158, 150], [62, 106, 74]],
    [[88, 84, 140], [250, 190, 130], [255, 226, 150], [128, 92, 120], [62, 46, 66]],
    [[146, 190, 224], [252, 222, 208], [255, 250, 240], [176, 170, 190], [104, 120, 96]],
    [[20, 26, 58], [70, 84, 128], [244, 240, 220], [34, 42, 74], [14, 18, 34]],
];

/// 3:2, 4:3, upright 3:4, upright 2:3, 16:9.
const SIZES_PX: [(u32, u32); 5] = [(1_200, 800), (1_200, 900), (900, 1_200), (800, 1_200), (1_280, 720)];

/// The whole of a share.
const ALL: u32 = 1_000;

/// The same for the same `number`.
pub fn painting(number: u32) -> Picture {
    let [above, horizon, sun, far, near] = chosen(&LIGHTS, number);
    let (width, height) = chosen(&SIZES_PX, number * 3);
    let (sun_x, sun_y) = (width * (2 + number % 5) / 8, height * (2 + number % 3) / 10);
    let radius = width.min(height) / 14;
    let mut rgb = Vec::new();
    for y in 0..height {
        for x in 0..width {
            let ridge =
                |bumps, base, high| height * base / ALL - height * high / ALL * bump(x, width, bumps, number) / ALL;
            let colour = if y > ridge(3, 820, 200) {
                mixed(near, above, y * 200 / height)
            } else if y > ridge(5, 620, 180) {
                mixed(far, horizon, (height - y) * 500 / height)
            } else if x.abs_diff(sun_x).pow(2) + y.abs_diff(sun_y).pow(2) < radius.pow(2) {
                sun
            } else {
                mixed(above, horizon, (y * 1_600 / height).min(ALL))
            };
            rgb.extend(colour);
        }
    }
    Picture { width, height, rgb }
}

fn chosen<T: Copy>(from: &[T], number: u32) -> T {
    from[number as usize % from.len()]
}

/// A rounded hill, from 0 to [`ALL`]; `bumps` of them stand side by side.
fn bump(x: u32, width: u32, bumps: u32, number: u32) -> u32 {
    let along = (x * bumps * ALL / width / 2 + number * 370 + bumps * 210) % ALL;
    along * (ALL - along) / (ALL / 4)
}

fn mixed(one: Colour, other: Colour, share: u32) -> Colour {
    let parts = one
        .into_iter()
        .zip(other)
        .map(|(one, other)| (u32::from(one) * (ALL - share) + u32::from(other) * share) / ALL);
    let mut mixed = Colour::default();
    for (place, part) in mixed.iter_mut().zip(parts) {
        *place = u8::try_from(part).expect("between two bytes");
    }
    mixed
}
