/** All style sheets of the page in their order; fonts are local. */
import '@fontsource-variable/inter/index.css';
import '@fontsource/jetbrains-mono/latin-400.css';
import '@fontsource/jetbrains-mono/latin-500.css';
import '@fontsource/jetbrains-mono/latin-700.css';
import './tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/play.css';
import './styles/panels.css';
import './styles/home.css';
import './styles/responsive.css';
