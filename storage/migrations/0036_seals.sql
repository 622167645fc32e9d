-- What was kept of a file's bytes: what the disk has later is told from it. Files of before have none.
create table blob_seal (
    blob text primary key,
    size bigint not null,
    sha256 bytea not null
);
