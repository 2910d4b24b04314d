//! The migrations, embedded in the binary.
//!
//! This is a list and not `sqlx::migrate!`, because that macro compiles SQLite a second time, for
//! the host. Checksums are computed from the text as the macro computes them, so databases that the
//! macro migrated still open.

use sqlx::SqlSafeStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

macro_rules! migrations {
    ($($version:literal $description:literal $file:literal;)*) => {
        &[$(($version, $description, include_str!(concat!("../../migrations/sqlite/", $file)))),*]
    };
}

/// Version, description and text. Released entries never change: their checksums are stored in
/// every database.
const ALL: &[(i64, &str, &str)] = migrations! {
    1 "meetings" "0001_meetings.sql";
    2 "chat" "0002_chat.sql";
    3 "room records" "0003_room_records.sql";
    4 "interviews" "0004_interviews.sql";
    5 "question banks" "0005_question_banks.sql";
    6 "calls" "0006_calls.sql";
    8 "named rooms" "0008_named_rooms.sql";
    9 "upkeep" "0009_upkeep.sql";
    10 "chosen names" "0010_chosen_names.sql";
    11 "stream tokens" "0011_stream_tokens.sql";
};

/// The newest schema version that this program knows.
pub(super) const NEWEST: i64 = ALL[ALL.len() - 1].0;

/// All migrations, ready to run.
pub(super) fn migrator() -> Migrator {
    let migration = |&(version, description, sql): &(i64, &'static str, &'static str)| {
        Migration::new(
            version,
            description.into(),
            MigrationType::Simple,
            sql.into_sql_str(),
            false,
        )
    };
    Migrator::with_migrations(ALL.iter().map(migration).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_migration_file_is_in_the_list_in_order() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
        let mut files: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<String> = ALL
            .iter()
            .map(|(version, description, _)| {
                format!("{version:04}_{}.sql", description.replace(' ', "_"))
            })
            .collect();
        assert_eq!(files, listed);
    }

    #[test]
    fn checksums_of_released_migrations_never_change() {
        let released = [
            (1, "81bdbfceedce0721"),
            (2, "fd40d315da44337c"),
            (3, "35ff70e2d983a7a5"),
            (4, "215f7dd3345297d3"),
            (5, "13e36dfb32ab329c"),
            (6, "1b0fb270fbf11205"),
            (8, "37fefe5371f27340"),
            (9, "25ed26ec476056c3"),
        ];
        let migrator = migrator();
        for (version, checksum) in released {
            let found = migrator.iter().find(|migration| migration.version == version).unwrap();
            let hex: String = found.checksum[..8].iter().map(|b| format!("{b:02x}")).collect();
            assert_eq!(hex, checksum, "migration {version}");
        }
    }
}
