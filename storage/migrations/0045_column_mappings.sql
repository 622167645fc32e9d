-- What people said that the columns of a table mean, by the whole row of headings: asked once, kept for the next file.
create table column_mapping (
    source text not null check (length(source) <= 100),
    headings text[] not null check (cardinality(headings) between 1 and 200),
    meanings text[] not null check (cardinality(meanings) = cardinality(headings)),
    primary key (source, headings)
);
