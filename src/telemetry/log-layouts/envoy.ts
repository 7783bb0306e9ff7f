import { utcTime } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';

/** Envoy's own log, default format `[%Y-%m-%d %T.%e][%t][%l][%n] [%g:%#] %v`. Source: Envoy docs, operations/cli, --log-format. */
export const envoy: LogLayout = ({ unixMs, level, template }, sentence) => {
  const { date, time, micros } = utcTime(unixMs);
  const [component, place] =
    template === 'envoyConfigUpdated'
      ? ['upstream', 'source/common/listener_manager/lds_api.cc:106']
      : ['config', 'source/extensions/config_subscription/grpc/grpc_subscription_impl.cc:138'];
  return `[${date} ${time}.${micros.slice(0, 3)}][1][${level === 'warn' ? 'warning' : level}][${component}] [${place}] ${sentence}`;
};
