DROP TABLE IF EXISTS cpu_utilization
