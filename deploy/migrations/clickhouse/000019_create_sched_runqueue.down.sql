DROP TABLE IF EXISTS sched_runqueue
