import type uPlot from 'uplot';
import type { Theme } from './theme.ts';

type Axis = uPlot.Axis;

/** How axes look in a theme. */
function look(theme: Theme): Axis {
  const lines = { stroke: theme.grid, width: 1 };
  return {
    stroke: theme.dim,
    font: `${theme.fontSize}px ${theme.family}`,
    grid: lines,
    ticks: { ...lines, size: 4 },
    border: { show: true, stroke: theme.border, width: 1 },
    gap: 6,
  };
}

/** An axis below the plot. */
export function bottomAxis(theme: Theme, own: Axis): Axis {
  return { ...look(theme), size: 2 * theme.fontSize * 1.5 + 12, ...own };
}

/** The width of axes that stand below each other, in CSS pixels. */
export class AxisWidth {
  width = 40;
  #grown = false;

  /** Tells what one axis needs; gives what it gets. */
  need(width: number): number {
    if (width > this.width) {
      this.width = width;
      this.#grown = true;
    }
    return this.width;
  }

  /** Whether it has grown since this was asked last. */
  grown(): boolean {
    const grown = this.#grown;
    this.#grown = false;
    return grown;
  }
}

/** An axis left of the plot, as wide as its texts, or as the widest of others. */
export function leftAxis(theme: Theme, shared: AxisWidth, own: Axis): Axis {
  return {
    ...look(theme),
    scale: 'y',
    space: 36,
    size: (plot, values) => {
      if (values === null) {
        return shared.width;
      }
      plot.ctx.save();
      plot.ctx.font = `${theme.fontSize * devicePixelRatio}px ${theme.family}`;
      const widest = Math.max(0, ...values.map((text) => plot.ctx.measureText(text).width));
      plot.ctx.restore();
      // Steps, so that a digit more while it is panned moves nothing.
      return shared.need(Math.ceil((widest / devicePixelRatio + 16) / 8) * 8);
    },
    ...own,
  };
}
