DROP TABLE IF EXISTS memory_usage
