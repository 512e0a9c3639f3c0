//! What a host is before its first request.

use std::os::unix::fs::PermissionsExt as _;

use veillee_tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_host_makes_on_disk_is_its_own_users_alone() {
    let world = World::new().await;
    let mode =
        |name: &str| world.folder.path().join(name).metadata().expect("it was made").permissions().mode() & 0o777;
    assert_eq!(format!("{:o}", mode("data")), "700");
    assert_eq!(format!("{:o}", mode("data.key")), "600");
}
