export { freePort, type OwnPostgres as TestPostgres, startPostgres } from '../../demo/postgres.ts';
