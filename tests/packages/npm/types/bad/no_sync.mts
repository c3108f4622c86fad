// TS2305: modules load asynchronously
import { loadSync } from 'report';
export { loadSync };
