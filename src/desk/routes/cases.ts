/** All routes about cases and what helps with them. */
import type { CaseDeskParts } from '../case-parts.ts';
import { createAnswerRoutes } from './answers.ts';
import { createCannedRoutes } from './canned-replies.ts';
import { createClaimRoutes } from './claims.ts';
import { createEndingRoutes } from './endings.ts';
import { createLibraryRoutes } from './library.ts';
import { createOfficeRoutes } from './office.ts';
import { createProposalRoutes } from './proposals.ts';
import { createQueueRoutes } from './queue.ts';
import { createRecordRoutes } from './records.ts';
import { createReportRoutes } from './reports.ts';

export function createCaseRoutes(parts: CaseDeskParts) {
  return {
    ...createOfficeRoutes(parts),
    ...createQueueRoutes(parts),
    ...createClaimRoutes(parts),
    ...createEndingRoutes(parts),
    ...createRecordRoutes(parts),
    ...createAnswerRoutes(parts),
    ...createLibraryRoutes(parts),
    ...createCannedRoutes(parts),
    ...createProposalRoutes(parts),
    ...createReportRoutes(parts),
  };
}
