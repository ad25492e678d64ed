-- Some sixteen fingerprints of every article, by which a copy of an old one is found again
-- (trace.archive_prints); number is articles.number.
CREATE TABLE copy_prints (
    print  INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (print, number)
) WITHOUT ROWID;
