DROP TABLE IF EXISTS mem_compaction
