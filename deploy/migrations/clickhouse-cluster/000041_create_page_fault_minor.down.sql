DROP TABLE IF EXISTS page_fault_minor ON CLUSTER '{cluster}' SYNC
